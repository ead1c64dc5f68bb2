import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * Fields that require fields that themselves require. Parcels are never reached through `shipping` first: there
 * Apollo's planner asks for a required field before what that one needs (see planner-faults.ts).
 */
export const chainedRequires: SupergraphDefinition = {
  name: 'chained-requires',
  subgraphs: {
    parcels: `${federation2}
      type Query { parcel(id: ID!): Parcel! parcels(first: Int): [Parcel] }
      type Parcel @key(fields: "id") { id: ID! weight(unit: String): Float size: Int! price(currency: String!): Float! next: Parcel }
    `,
    shipping: `${federation2}
      type Query { carriers: [Carrier!] }
      type Parcel @key(fields: "id") {
        id: ID!
        weight(unit: String): Float @external
        size: Int! @external
        price(currency: String!): Float! @external
        cost(express: Boolean): Int @requires(fields: "weight(unit: \\"G\\") size")
        duty: Float! @requires(fields: "price(currency: \\"USD\\")")
        carrier: Carrier @requires(fields: "weight(unit: \\"G\\")")
      }
      type Carrier @key(fields: "name") { name: String! fleet: Int }
    `,
    billing: `${federation2}
      type Query { bill(parcel: ID): Bill bills: [[Bill]] }
      type Bill { number: ID! parcel: Parcel total: Float! }
      type Parcel @key(fields: "id") {
        id: ID!
        cost(express: Boolean): Int @external
        duty: Float! @external
        carrier: Carrier @external
        invoice: String @requires(fields: "cost(express: true) duty")
        reminder(days: Int! = 7): String! @requires(fields: "duty carrier { fleet }")
      }
      type Carrier @key(fields: "name") { name: String! fleet: Int @external fuel: Float @requires(fields: "fleet") }
    `,
  },
};
