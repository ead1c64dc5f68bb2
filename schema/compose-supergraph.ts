import { composeServices } from '@apollo/composition';
import { readTypeDefs, type SubgraphName, subgraphNames } from './read-type-defs.ts';

export type Composed = { readonly supergraph: string } | { readonly errors: readonly string[] };

/** Where a subgraph answers, as written into the supergraph; the gateway's configuration overrides it. */
export function defaultSubgraphUrl(name: SubgraphName): string {
  return `http://${name}.lectern.internal/graphql`;
}

/** Composes the subgraphs' type definitions; errors are sentences that name subgraph and type. */
export function composeSupergraph(): Composed {
  const result = composeServices(
    subgraphNames.map((name) => ({ name, typeDefs: readTypeDefs(name), url: defaultSubgraphUrl(name) })),
  );
  if (result.errors) return { errors: result.errors.map((error) => error.message) };
  return { supergraph: `${result.supergraphSdl.trimEnd()}\n` };
}
