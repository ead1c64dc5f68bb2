import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/** Several keys, compound and nested ones, keys that cannot be resolved, and the long way round between them. */
export const compoundKeys: SupergraphDefinition = {
  name: 'compound-keys',
  subgraphs: {
    catalogue: `${federation2}
      type Query { product(id: ID!): Product products(first: Int = 2): [Product!] best: Product! }
      type Product @key(fields: "id") @key(fields: "sku maker { id }") {
        id: ID! sku: String! maker: Maker! title(upper: Boolean = false): String weight: Float similar: [Product]
      }
      type Maker @key(fields: "id", resolvable: false) { id: ID! }
    `,
    makers: `${federation2}
      type Query { maker(id: ID): Maker makers: [[Maker!]] }
      type Maker @key(fields: "id") @key(fields: "code country { iso }") {
        id: ID! code: Int! country: Country! name: String! owner: Maker products: [Product!]!
      }
      type Country @shareable { iso: String! name: String }
      type Product @key(fields: "sku maker { id }", resolvable: false) { sku: String! maker: Maker! }
    `,
    stock: `${federation2}
      type Query { shelf: [Product] }
      type Product @key(fields: "sku maker { id }") {
        sku: String! maker: Maker! inStock(place: ID, more: Int! = 3): Int warehouse: Warehouse!
      }
      type Maker @key(fields: "id") { id: ID! trust: Float deliveries: [Warehouse!] }
      type Warehouse @key(fields: "name zone { level }") { name: String! zone: Zone! }
      type Zone @shareable { level: Int! }
    `,
    logistics: `${federation2}
      type Query { warehouses(near: [ID!]): [Warehouse!]! }
      type Warehouse @key(fields: "name zone { level }") {
        name: String! zone: Zone! temperature: Float! stored: [Product] manager: Manager
      }
      type Zone @shareable { level: Int! colour: String }
      type Manager { name: String! oversees: [Warehouse!]! }
      type Product @key(fields: "id") { id: ID! fragile: Boolean! crate(kind: String): Crate }
      type Crate { size: Int! contents: [Product!] }
      type Maker @key(fields: "code country { iso }") { code: Int! country: Country! depots: [Warehouse] }
      type Country @shareable { iso: String! }
    `,
  },
};
