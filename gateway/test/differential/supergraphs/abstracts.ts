import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/** Unions and interfaces that subgraphs know different parts of, interfaces of interfaces, custom scalars, lists of lists. */
// No object narrows the type of a field of its interface: below conditions on several types, Apollo's planner then asks
// for nothing where only an empty object is left, and nobody can tell it from null.
export const abstracts: SupergraphDefinition = {
  name: 'abstracts',
  subgraphs: {
    animals: `${federation2}
      scalar Json
      scalar Moment
      type Query { zoo: [Animal!]! pet(like: Json): Pet pets: [[Pet]] found: [Found] one: Named oldest: Animal nodes: [[[Named!]]!] }
      interface Named { name: String! }
      interface Animal implements Named { id: ID! name: String! facts(deep: Json): Json parent: Animal feeds: [Food] }
      union Pet = Cat | Dog
      union Found = Cat | Fish | Food
      type Cat implements Animal & Named @key(fields: "id") {
        id: ID! name: String! facts(deep: Json): Json parent: Animal feeds: [Food] lives: Int! prey: Found enemy: Dog
      }
      type Dog implements Animal & Named @key(fields: "id") {
        id: ID! name: String! facts(deep: Json): Json parent: Animal feeds: [Food] tricks: [[String!]!] enemy: Cat
      }
      type Fish implements Animal & Named @key(fields: "id") {
        id: ID! name: String! facts(deep: Json): Json parent: Animal feeds: [Food] depth: Float enemy: [Animal]
      }
      type Food { brand: String kind: Json! madeAt: Moment }
    `,
    vets: `${federation2}
      scalar Json
      scalar Moment
      type Query { patients: [Patient!] patient: Patient! vet: Vet named: [Named] }
      interface Named { name: String! }
      interface Patient { id: ID! record: [Entry!] vet: Vet }
      type Cat implements Patient @key(fields: "id") { id: ID! record: [Entry!] vet: Vet weight: Float! chipped: Boolean }
      type Dog implements Patient @key(fields: "id") { id: ID! record: [Entry!] vet: Vet weight: Float bites: Int }
      type Vet implements Named @key(fields: "id") { id: ID! name: String! treats: [Patient] likes: Liked }
      union Liked = Cat | Vet
      type Entry { at: Moment! what(options: Json): String cost: Json next: Entry about: [Patient] }
    `,
    parks: `${federation2}
      scalar Json
      type Query { parks(shape: [[Json!]]): [Park] visitor: Visitor }
      interface Named { name: String! }
      type Park implements Named @key(fields: "name") { name: String! visitors: [Visitor] area: [[Float]!] ranger: Vet }
      union Visitor = Dog | Vet | Park
      type Dog @key(fields: "id") { id: ID! walks: [Park!]! }
      type Vet @key(fields: "id") { id: ID! park: Park }
    `,
  },
};
