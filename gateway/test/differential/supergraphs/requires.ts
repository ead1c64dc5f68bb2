import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * `@requires`: nested, of entities of others, with arguments (also conflicting ones, and ones the client uses too),
 * through interfaces and unions, of fields that themselves require, and of lists.
 */
export const requires: SupergraphDefinition = {
  name: 'requires',
  subgraphs: {
    parcels: `${federation2}
      type Query { parcel(id: ID!): Parcel! parcels(first: Int): [Parcel] }
      type Parcel @key(fields: "id") {
        id: ID! weight(unit: Unit = GRAM): Float size: Size! price(currency: String!, digits: Int = 2): Float!
        sender: Person receiver: Person! content: Content wrapping: Wrapping stops: [Stop!] label: String
      }
      enum Unit { GRAM POUND }
      type Size { height: Int! width: Int depth(unit: Unit): Int }
      type Person @key(fields: "id") { id: ID! name: String street: Street }
      type Street @shareable { line: String! lines(max: Int = 2): [String!]! }
      interface Content { worth: Int note: String }
      type Letter implements Content { worth: Int note: String pages: Int! }
      type Goods implements Content @key(fields: "code") { code: ID! worth: Int note: String pieces(kind: String): Int! }
      union Wrapping = Box | Bag
      type Box { edge: Int! lid: Boolean }
      type Bag { litres: Float colour: String! }
      type Stop { city: String! minutes: Int }
    `,
    shipping: `${federation2}
      type Query { nextParcel: Parcel shipped(kind: [Kind!]): [Parcel!]! }
      enum Kind { LAND SEA AIR }
      type Parcel @key(fields: "id") {
        id: ID!
        weight(unit: Unit = GRAM): Float @external
        size: Size! @external
        price(currency: String!, digits: Int = 2): Float! @external
        sender: Person @external
        content: Content @external
        wrapping: Wrapping @external
        stops: [Stop!] @external
        cost(express: Boolean): Int @requires(fields: "weight(unit: POUND) size { height width }")
        duty: Float! @requires(fields: "price(currency: \\"USD\\")")
        dutyAtHome: Float @requires(fields: "price(currency: \\"EUR\\", digits: 4) weight")
        volume: Int @requires(fields: "size { depth(unit: POUND) height }")
        insurance: Int @requires(fields: "content { worth ... on Goods { pieces(kind: \\"all\\") } ... on Letter { pages } }")
        care: [String] @requires(fields: "wrapping { ... on Box { edge lid } ... on Bag { litres } }")
        route: [[Int!]] @requires(fields: "stops { city minutes }")
        stamp: String @requires(fields: "sender { street { line } }")
        carrier: Carrier @requires(fields: "weight")
        always: String!
      }
      enum Unit { GRAM POUND }
      type Size @external { height: Int! width: Int depth(unit: Unit): Int }
      type Person @key(fields: "id") { id: ID! street: Street @external rating: Int @requires(fields: "street { lines(max: 3) }") }
      type Street @shareable { line: String! lines(max: Int = 2): [String!]! }
      interface Content { worth: Int }
      type Letter implements Content @external { worth: Int pages: Int! }
      type Goods implements Content @key(fields: "code") { code: ID! worth: Int @external pieces(kind: String): Int! @external }
      union Wrapping = Box | Bag
      type Box @external { edge: Int! lid: Boolean }
      type Bag @external { litres: Float }
      type Stop @external { city: String! minutes: Int }
      type Carrier @key(fields: "name") { name: String! fleet: Int carried: [Parcel] }
    `,
    billing: `${federation2}
      type Query { bill(parcel: ID): Bill bills: [[Bill]] }
      type Bill { number: ID! parcel: Parcel total: Float! }
      type Parcel @key(fields: "id") {
        id: ID!
        cost(express: Boolean): Int @external
        duty: Float! @external
        label: String @external
        carrier: Carrier @external
        invoice: String @requires(fields: "cost(express: true) duty")
        reminder(days: Int! = 7): String! @requires(fields: "label carrier { fleet }")
        bills: [Bill!]
      }
      type Carrier @key(fields: "name") { name: String! fleet: Int @external fuel: Float @requires(fields: "fleet") }
    `,
  },
};
