import type { buildSubgraphSchema } from '@apollo/subgraph';
import type { DocumentNode } from 'graphql';

type Modules = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>;
type Resolvers = NonNullable<Exclude<Modules[number], DocumentNode>['resolvers']>;

/** One subgraph: what `buildSubgraphSchema` takes. `sdl` says nothing of federation's version; see `linked`. */
export type SubgraphSource = {
  readonly name: string;
  readonly sdl: string;
  /** The same for gateways of Federation 1; without it those cannot serve the graph. */
  readonly federation1?: string;
  readonly resolvers: Resolvers;
};

export type Graph = {
  readonly name: 'small' | 'heavy';
  readonly subgraphs: readonly SubgraphSource[];
  /** The whole graph as one plain schema, and the value at its root: what graphql-js answers is what is right. */
  readonly whole: { readonly sdl: string; readonly rootValue: object };
};

/** The SDL with the directives of Federation 2 imported. */
export function linked(sdl: string): string {
  const imports = '["@key", "@external", "@requires", "@shareable"]';
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ${imports})\n${sdl}`;
}
