import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * `@inaccessible` on fields, types, values of enums, arguments and input fields, `@tag`, keys that clients cannot see,
 * and enums, inputs and arguments of which subgraphs know different parts.
 */
export const hidden: SupergraphDefinition = {
  name: 'hidden',
  subgraphs: {
    people: `${federation2}
      type Query {
        person(filter: Filter, by: Order = NAME): Person people(filters: [[Filter!]!]! = [[{min: 1}]], trace: String = "none" @inaccessible): [Person]
        secret: Secret @inaccessible anyone: Creature
      }
      input Filter @tag(name: "public") { min: Int! max: Int = 9 exact: Boolean secret: String = "s" @inaccessible inner: Inner orders: [Order] }
      input Inner { depth: Float = 0.5 more: Filter ids: [ID!] }
      enum Order { NAME AGE @tag(name: "x") RANK @inaccessible }
      interface Creature { name: String mood: Mood }
      type Person implements Creature @key(fields: "secretId") @key(fields: "id") {
        secretId: ID! @inaccessible id: ID! name: String mood: Mood pet(named: String, chip: ID = 5 @inaccessible): Pet
        secrets: [Secret!] @inaccessible role: Role roles: [Role] friends(in: Filter = {min: 2, inner: {depth: 1}}): [Person!]
      }
      type Pet implements Creature { name: String mood: Mood owner: Person! }
      type Robot implements Creature @inaccessible { name: String mood: Mood }
      type Secret @inaccessible { text: String! }
      enum Mood { GOOD BAD HIDDEN @inaccessible }
      enum Role { USER ADMIN ROOT @inaccessible }
    `,
    work: `${federation2}
      type Query { workers(of: [Role!], shape: Shape): [Person!]! worker: Person }
      enum Role { USER ADMIN ROOT @inaccessible }
      input Shape { sides: Int! = 3 name: String kind: Kind tags: [String] }
      enum Kind { A B C }
      type Person @key(fields: "secretId") {
        secretId: ID! @inaccessible job(kind: Kind = A): Job @shareable salary(in: Shape): Int @shareable boss: Person
        level: Level
      }
      type Job @shareable { name: String! level: Level since(form: String): String }
      enum Level { LOW HIGH }
    `,
    tax: `${federation2}
      type Query { taxpayers(shape: Shape = {sides: 4}): [[Person]] }
      input Shape { sides: Int! = 3 name: String kind: Kind }
      enum Kind { B C D A }
      type Person @key(fields: "id") { id: ID! job(kind: Kind = A): Job @shareable salary(in: Shape): Int @shareable owes: [Float!]! declared: Level }
      type Job @shareable { name: String! level: Level since(form: String): String }
      enum Level { LOW HIGH HIGHEST }
    `,
  },
};
