import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentNode, parse } from 'graphql';

/** The subgraphs of the graph, by the names they have in the supergraph. */
export const subgraphNames = ['identity', 'course', 'video-access', 'exam', 'reporting'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** The composed supergraph, as committed. */
export const supergraphPath = join(import.meta.dirname, 'supergraph.graphql');

/** The type definitions of one subgraph: what all share, then its own folder, as one document. */
export function readTypeDefs(subgraph: SubgraphName): DocumentNode {
  return parse(readTypeDefsText(subgraph), { noLocation: true });
}

/** The same as text, as composition wants it. */
export function readTypeDefsText(subgraph: SubgraphName): string {
  return ['shared', subgraph].map(readFolder).join('\n');
}

function readFolder(folder: string): string {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8'))
    .join('\n');
}
