import type { Graph } from './graph.ts';
import { type Product, products, type User, users, type Weighed } from './heavy-data.ts';

const userOf = ({ id }: User) => users.find((user) => user.id === id);
const productOf = ({ sku }: Product) => products.find((product) => product.sku === sku);
const topProducts = (first = 5) => products.slice(0, first);

/** Users review products that users review: four subgraphs, and an answer that repeats a few entities many times. */
export const heavyGraph: Graph = {
  name: 'heavy',
  subgraphs: [
    {
      name: 'accounts',
      sdl: `
        type Query { users: [User!] }
        type User @key(fields: "id") { id: ID! login: String name: String }`,
      resolvers: { Query: { users: () => users }, User: { __resolveReference: userOf } },
    },
    {
      name: 'inventory',
      sdl: `
        type Product @key(fields: "sku") {
          sku: String!
          price: Int @external
          weight: Int @external
          inStock: Boolean
          shippingEstimate: Int @requires(fields: "price weight")
        }`,
      resolvers: {
        Product: {
          __resolveReference: (known: Product & Weighed) => ({
            ...productOf(known),
            price: known.price,
            weight: known.weight,
          }),
        },
      },
    },
    {
      name: 'products',
      sdl: `
        type Query { topProducts(first: Int = 5): [Product!] }
        type Product @key(fields: "sku") { sku: String! title: String price: Int weight: Int }`,
      resolvers: {
        Query: { topProducts: (_: unknown, { first }: { first?: number }) => topProducts(first) },
        Product: { __resolveReference: productOf },
      },
    },
    {
      name: 'reviews',
      sdl: `
        type Review @key(fields: "id") { id: ID! text: String author: User product: Product }
        type User @key(fields: "id") { id: ID! reviews: [Review!] }
        type Product @key(fields: "sku") { sku: String! reviews: [Review!] }`,
      resolvers: { User: { __resolveReference: userOf }, Product: { __resolveReference: productOf } },
    },
  ],
  whole: {
    sdl: `
      type Query { users: [User!] topProducts(first: Int = 5): [Product!] }
      type User { id: ID! login: String name: String reviews: [Review!] }
      type Review { id: ID! text: String author: User product: Product }
      type Product {
        sku: String! title: String price: Int weight: Int inStock: Boolean shippingEstimate: Int reviews: [Review!]
      }`,
    rootValue: { users: () => users, topProducts: ({ first }: { first?: number }) => topProducts(first) },
  },
};
