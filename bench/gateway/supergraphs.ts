import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { type Graph, linked } from './subgraphs/graph.ts';

/** The supergraph's SDL; `urls` by name of subgraph. */
export function composeGraph(graph: Graph, urls: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    graph.subgraphs.map(({ name, sdl }) => ({ name, url: urls[name] ?? '', typeDefs: parse(linked(sdl)) })),
  );
  if (supergraphSdl === undefined) throw new Error(`the graph "${graph.name}" does not compose: ${errors?.join('; ')}`);
  return supergraphSdl;
}
