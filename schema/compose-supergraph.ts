import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { checkLiveSources, readLiveFields, type SubgraphSource } from './live-fields/index.ts';
import { readTypeDefs, type SubgraphName, subgraphNames } from './read-type-defs.ts';

export type Composed = { readonly supergraph: string } | { readonly errors: readonly string[] };

/** Where a subgraph answers, as written into the supergraph; the gateway's configuration overrides it. */
export function defaultSubgraphUrl(name: SubgraphName): string {
  return `http://${name}.lectern.internal/graphql`;
}

/** Composes the subgraphs' type definitions; errors are sentences that name subgraph and type. */
export function composeSupergraph(): Composed {
  return composeSubgraphs(
    subgraphNames.map((name) => ({ name, typeDefs: readTypeDefs(name), url: defaultSubgraphUrl(name) })),
  );
}

/** The same of any subgraphs. What the gateway would refuse to load is refused here. */
export function composeSubgraphs(subgraphs: readonly (SubgraphSource & { readonly url: string })[]): Composed {
  const result = composeServices([...subgraphs]);
  if (result.errors) return { errors: result.errors.map((error) => error.message) };
  const supergraph = `${result.supergraphSdl.trimEnd()}\n`;
  const { problems } = readLiveFields(parse(supergraph, { noLocation: true }));
  const errors = [...checkLiveSources(subgraphs), ...problems];
  return errors.length > 0 ? { errors } : { supergraph };
}
