import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/** `@override` with and without a label, of root fields too, `@shareable`, and value types in several subgraphs. */
export const overrides: SupergraphDefinition = {
  name: 'overrides',
  subgraphs: {
    old: `${federation2}
      type Query { device(id: ID!): Device devices: [Device!]! version: String! status: Status @shareable }
      type Device @key(fields: "id") {
        id: ID! name: String! state: String power(unit: String = "W"): Float place: Place limits: Limits @shareable
        neighbours(max: Int): [Device] tags: [String!]!
      }
      type Place @shareable { room: String! floor: Int spot: Spot! }
      type Spot @shareable { x: Float! y: Float! }
      type Limits @shareable { low: Int high: Int! spread(by: Int!): [Int] }
      type Status @shareable { level: Int! words: [String] }
    `,
    fresh: `${federation2}
      type Query { version: String! @override(from: "old") status: Status @shareable idle: [Device] }
      type Device @key(fields: "id") {
        id: ID!
        name: String! @override(from: "old")
        state: String @override(from: "old", label: "percent(0)")
        power(unit: String = "W"): Float @override(from: "old", label: "percent(100)")
        place: Place @override(from: "old", label: "percent(50)")
        neighbours(max: Int): [Device] @override(from: "old")
        limits: Limits @shareable
        firmware: Firmware!
      }
      type Place @shareable { room: String! floor: Int spot: Spot! }
      type Spot @shareable { x: Float! y: Float! }
      type Limits @shareable { low: Int high: Int! spread(by: Int!): [Int] }
      type Status @shareable { level: Int! words: [String] }
      type Firmware @key(fields: "number") { number: String! @shareable devices: [Device] }
    `,
    newest: `${federation2}
      type Query { firmwares(of: [ID]): [Firmware!] alarm: Alarm }
      type Alarm { device: Device! loud: Boolean }
      type Device @key(fields: "id") { id: ID! tags: [String!]! @override(from: "old", label: "percent(100)") alarms: [[Alarm!]] }
      type Firmware @key(fields: "number") { number: String! }
    `,
  },
};
