import type { SupergraphDefinition } from '../supergraph.ts';

/** Subgraphs as Federation 1 wrote them, `extend type` and value types included. */
export const federation1: SupergraphDefinition = {
  name: 'federation-1',
  subgraphs: {
    accounts: `
      type Query { me: User users(first: Int): [User] }
      type User @key(fields: "id") @key(fields: "login") { id: ID! login: String! name: Name born: String friends: [User!] }
      type Name { first: String last: String! }
    `,
    goods: `
      extend type Query { top(first: Int = 3): [Good] good(upc: String!): Good! ware: Ware }
      type Good @key(fields: "upc") @key(fields: "sku brand { id }") { upc: String! sku: String! brand: Brand! name: String price: Int weight: Float }
      type Brand { id: ID! name: String }
      type Tool @key(fields: "upc") { upc: String! name: String teeth: Int! }
      union Ware = Good | Tool
    `,
    opinions: `
      extend type Query { opinions: [Opinion!]! }
      type Opinion @key(fields: "id") { id: ID! body(cut: Int): String author: User @provides(fields: "login") good: Good ware: Tool }
      extend type User @key(fields: "id") { id: ID! @external login: String! @external opinions: [Opinion] name: Name }
      type Name { first: String last: String! }
      extend type Good @key(fields: "upc") { upc: String! @external opinions(kind: String): [Opinion!] rating: Float! }
      extend type Tool @key(fields: "upc") { upc: String! @external opinions: [Opinion] }
    `,
    stocks: `
      extend type Good @key(fields: "sku brand { id }") {
        sku: String! @external brand: Brand! @external price: Int @external weight: Float @external
        left: Int costs(to: String): Float @requires(fields: "price weight") sold: [User]
      }
      type Brand { id: ID! name: String }
      extend type User @key(fields: "login") { login: String! @external bought: [[Good]] }
    `,
  },
};
