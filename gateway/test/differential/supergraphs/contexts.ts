import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * `@context` and `@fromContext`, on entities and below, with types that set one context together. Values of contexts
 * are never null: what an argument is then, absent or null, is left open.
 */
export const contexts: SupergraphDefinition = {
  name: 'contexts',
  subgraphs: {
    desks: `${federation2}
      type Query { desk(id: ID): Desk! desks: [Desk] branch: Branch }
      type Desk @key(fields: "id") @context(name: "place") { id: ID! currency: String! city: City! accounts: [Account!] main: Account }
      type Branch @key(fields: "id") @context(name: "place") @context(name: "branch") {
        id: ID! currency: String! city: City! rank: Int! accounts(first: Int): [[Account]] holder: Holder!
      }
      type City { code: String! zone: Int! }
      type Account @key(fields: "id") {
        id: ID! owner: Holder
        rate(currency: String @fromContext(field: "$place { currency }"), digits: Int): Float
        zone(at: String @fromContext(field: "$place { city { code } }")): String!
      }
      type Holder @key(fields: "id") { id: ID! name: String }
    `,
    ledgers: `${federation2}
      type Query { ledger: Ledger }
      type Ledger @key(fields: "id") @context(name: "book") { id: ID! year: Int! unit: String entries(max: Int): [Entry] }
      type Entry @key(fields: "id") {
        id: ID! text: String
        inYear(year: Int @fromContext(field: "$book { year }"), sign: Boolean): String!
      }
    `,
    holders: `${federation2}
      type Query { holders: [Holder] owner: Owner }
      type Holder @key(fields: "id") { id: ID! age: Int owner: Owner }
      type Owner @context(name: "owner") @key(fields: "id") { id: ID! prefix: String! goods: [Good!] best: Good }
      type Good @key(fields: "id") {
        id: ID! price: Int
        tagged(prefix: String @fromContext(field: "$owner { prefix }"), upper: Boolean = true): String
        worth(prefix: String @fromContext(field: "$owner { prefix }"), in: String): Int!
      }
      type Entry @key(fields: "id") { id: ID! weight: Float! good: Owner }
    `,
  },
};
