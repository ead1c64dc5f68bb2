import { federation2, type SupergraphDefinition } from '../supergraph.ts';

/** The `node` pattern, entities that refer to each other in a circle, root fields in several subgraphs, deep nesting. */
export const nodes: SupergraphDefinition = {
  name: 'nodes',
  subgraphs: {
    graph: `${federation2}
      type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! viewer: Person @shareable clock: Int! @shareable feed(page: Page = {size: 2}): Feed! }
      input Page { size: Int! after: String before: [String!] }
      interface Node { id: ID! }
      type Person implements Node @key(fields: "id") { id: ID! name: String! posts(page: Page): Feed! boss: Person }
      type Post implements Node @key(fields: "id") { id: ID! author: Person! }
      type Reply implements Node @key(fields: "id") { id: ID! to: Post! }
      type Feed { edges: [Edge!] total: Int }
      type Edge { cursor: String! node: Post }
    `,
    posts: `${federation2}
      type Query { viewer: Person @shareable clock: Int! @shareable trending: [Post!] }
      interface Node { id: ID! }
      type Person @key(fields: "id") { id: ID! drafts: [[Post!]!]! pinned: Post }
      type Post implements Node @key(fields: "id") { id: ID! text(max: Int = 10): String! replies: [Reply!]! related: [Node] next: Post }
      type Reply implements Node @key(fields: "id") { id: ID! text: String! replies: [Reply] author: Person }
    `,
    social: `${federation2}
      type Query { clock: Int! @shareable suggestions(for: ID, kind: [[Int]]): [Node!]! }
      interface Node { id: ID! }
      type Person implements Node @key(fields: "id") { id: ID! follows(first: Int!): [Person!] followers: [Person]! circle: Circle }
      type Post @key(fields: "id") { id: ID! likedBy: [Person!]! likes: Int! }
      type Reply @key(fields: "id") { id: ID! likes: Int }
      type Circle implements Node @key(fields: "id") @key(fields: "owner { id }") { id: ID! owner: Person! members: [Person!]! }
    `,
    badges: `${federation2}
      type Query { badges: [Badge] }
      type Circle @key(fields: "owner { id }") { owner: Person! badge: Badge level: Level! }
      type Person @key(fields: "id") { id: ID! badges(level: Level = GOLD): [Badge!] }
      enum Level { GOLD SILVER }
      type Badge @key(fields: "name level") { name: String! level: Level! holders: [Person] circles: [Circle!] }
    `,
  },
};
