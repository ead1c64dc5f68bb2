import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';

/** A graph with one of everything that an answer could get wrong. */
export type FuzzGraph = {
  readonly supergraphSdl: string;
  /** What clients see. */
  readonly api: GraphQLSchema;
  readonly subgraphs: Readonly<Record<string, GraphQLSchema>>;
};

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@interfaceObject"
])\n`;

const sdls: Readonly<Record<string, string>> = {
  things: `
    type Query {
      things(first: Int = 2): [Thing!]!
      thing(id: ID!): Thing
      node(id: ID!): Node
      nodes: [Node]!
      anything: [Anything]
      matrix: [[Int!]]
      echo(text: String, input: EchoInput, list: [EchoInput!], kind: Kind = SMALL): String
      now: Stamp
    }
    type Mutation { change(id: ID!, to: EchoInput!): Thing! drop(id: ID!): Boolean }
    interface Node @key(fields: "id") { id: ID! label: String! }
    type Thing implements Node @key(fields: "id") {
      id: ID! label: String! kind: Kind! size: Int weight: Float! isNew: Boolean
      tags: [String!]! parts: [Part!]! parent: Thing next: Thing! extra: Stamp
    }
    type Part { name: String! amount: Int! grid: [[Float]!] thing: Thing }
    type Place implements Node @key(fields: "id") @key(fields: "code region") {
      id: ID! label: String! code: String! region: String!
    }
    union Anything = Thing | Place | Part
    enum Kind { SMALL LARGE }
    input EchoInput { text: String! numbers: [Int!] nested: EchoInput kind: Kind }
    scalar Stamp`,
  owners: `
    type Query { owners: [Owner!]! topReview: Review }
    type Thing @key(fields: "id") {
      id: ID! size: Int @external weight: Float! @external
      price: Float! shipping: Int! @requires(fields: "size weight")
      owner: Owner! reviews(first: Int): [Review!]! related: [Thing]
    }
    type Owner @key(fields: "id") { id: ID! name: String! things: [Thing!]! home: Place! }
    type Review { text: String stars: Int! by: Owner }
    type Place @key(fields: "code region") { code: String! region: String! open: Boolean! near: [Place] }`,
  scores: `
    type Query { best: Node! }
    type Mutation { rate(id: ID!, score: Int!): Node }
    type Node @key(fields: "id") @interfaceObject { id: ID! score: Int! notes: [String] }
    type Owner @key(fields: "id") { id: ID! email: String friend: Owner }`,
};

/** `urlOf` gives the address of a subgraph. */
export function buildFuzzGraph(urlOf: (subgraph: string) => string): FuzzGraph {
  const documents = Object.entries(sdls).map(([name, sdl]) => [name, parse(link + sdl)] as const);
  const { errors, supergraphSdl } = composeServices(
    documents.map(([name, typeDefs]) => ({ name, url: urlOf(name), typeDefs })),
  );
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  const api = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES })
    .apiSchema()
    .toGraphQLJSSchema();
  return { supergraphSdl, api, subgraphs: Object.fromEntries(documents.map(schemaOf)) };
}

export const subgraphNames: readonly string[] = Object.keys(sdls);

function schemaOf([name, typeDefs]: readonly [string, DocumentNode]): [string, GraphQLSchema] {
  return [name, buildSubgraphSchema(typeDefs)];
}
