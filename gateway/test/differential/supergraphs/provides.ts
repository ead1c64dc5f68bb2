import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/** `@provides`: of plain fields, nested, on interfaces and on unions; and the same fields where nothing provides them. */
export const provides: SupergraphDefinition = {
  name: 'provides',
  subgraphs: {
    library: `${federation2}
      type Query {
        shelf(limit: Int): [Item] featured: Item @provides(fields: "... on Scroll { title } ... on Tome { title author { name } }")
        anything: Thing @provides(fields: "... on Tome { title } ... on Scroll { length }")
        tome(id: ID!): Tome @provides(fields: "title author { name born { year } }")
        plainTome: Tome tomes: [[Tome!]!]
      }
      interface Item { id: ID! title: String related: [Item!] }
      union Thing = Tome | Scroll
      type Tome implements Item @key(fields: "id") {
        id: ID! title: String @external author: Writer @external related: [Item!] @shareable sequel: Tome @provides(fields: "title")
      }
      type Scroll implements Item @key(fields: "id") { id: ID! title: String @external length: Int! @external related: [Item!] @shareable }
      type Writer @key(fields: "id") { id: ID! name: String! @external born: Birth @external }
      type Birth { year: Int @external }
    `,
    texts: `${federation2}
      type Query { writers: [Writer!]! newest: Item! }
      interface Item { id: ID! title: String }
      type Tome implements Item @key(fields: "id") { id: ID! title: String @shareable author: Writer @shareable pages: [[Int]] }
      type Scroll implements Item @key(fields: "id") { id: ID! title: String @shareable length: Int! @shareable }
      type Writer @key(fields: "id") {
        id: ID! name: String! @shareable born: Birth @shareable works: [Item] friend: Writer
      }
      type Birth { year: Int @shareable place: String @shareable }
    `,
    loans: `${federation2}
      type Query { loans(open: Boolean): [Loan] }
      type Loan { day: String! tome: Tome! @provides(fields: "author { id }") by: String scroll: Scroll }
      type Tome @key(fields: "id") { id: ID! author: Writer @external loans: [Loan!] }
      type Scroll @key(fields: "id", resolvable: false) { id: ID! }
      type Writer @key(fields: "id") { id: ID! popularity: Float! }
    `,
  },
};
