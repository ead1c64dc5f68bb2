import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/**
 * `@requires`: nested, of entities of others, with arguments (which clients use too, with other values),
 * through interfaces and unions, and of lists. Those on interfaces and unions name `__typename`: the planner asks for it,
 * but does not put it into representations unless told to. Fields that require one
 * field with different arguments stand in planner-faults.ts.
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
        dutyAtHome: Float @requires(fields: "price(currency: \\"USD\\") weight(unit: POUND)")
        volume: Int @requires(fields: "size { depth(unit: POUND) height }")
        insurance: Int @requires(fields: "content { __typename worth ... on Goods { pieces(kind: \\"all\\") } ... on Letter { pages } }")
        care: [String] @requires(fields: "wrapping { __typename ... on Box { edge lid } ... on Bag { litres } }")
        route: [[Int!]] @requires(fields: "stops { city minutes }")
        stamp: String @requires(fields: "sender { street { line } }")
        carrier: Carrier @requires(fields: "weight(unit: POUND)")
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
        label: String @external
        price(currency: String!, digits: Int = 2): Float! @external
        sender: Person @external
        invoice: String @requires(fields: "label price(currency: \\"USD\\")")
        reminder(days: Int! = 7): String! @requires(fields: "label sender { name }")
        bills: [Bill!]
      }
      type Person @key(fields: "id") { id: ID! name: String @external }
      type Carrier @key(fields: "name") { name: String! fleet: Int @external fuel: Float @requires(fields: "fleet") }
    `,
  },
};
