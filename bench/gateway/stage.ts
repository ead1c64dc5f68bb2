import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ground } from './contestants.ts';
import type { LoadQuestion, LoadSummary } from './load/main.ts';
import { type Asked, startAsked } from './processes/child.ts';
import type { Graph } from './subgraphs/graph.ts';
import { heavyGraph } from './subgraphs/heavy.ts';
import type { SubgraphReport } from './subgraphs/main.ts';
import { smallGraph } from './subgraphs/small.ts';
import { composeGraph } from './supergraphs.ts';

export type Generator = Asked<LoadQuestion, LoadSummary>;
export type Subgraphs = Asked<'report', SubgraphReport>;

/** What every gateway finds when it starts: subgraphs, supergraphs, and somebody who asks. */
export type Stage = AsyncDisposable & {
  readonly subgraphs: Subgraphs;
  readonly generator: Generator;
  readonly grounds: Readonly<Record<Graph['name'], Ground>>;
  /** The SDL of the small supergraph, with a field added to the entity when given. */
  composeSmall(extra?: string): string;
};

export async function openStage(): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const subgraphs: Subgraphs = stack.use(startAsked(join(import.meta.dirname, 'subgraphs/main.ts')));
  const generator: Generator = stack.use(startAsked(join(import.meta.dirname, 'load/main.ts')));
  const { urls } = await subgraphs.ask('report');
  const grounds = {
    small: await layGround(smallGraph(), urls, folder),
    heavy: await layGround(heavyGraph, urls, folder),
  };
  const owned = stack.move();
  return {
    subgraphs,
    generator,
    grounds,
    composeSmall: (extra) => composeGraph(smallGraph(extra), urls),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function layGround(graph: Graph, urls: Ground['urls'], folder: string): Promise<Ground> {
  const supergraph = join(folder, `${graph.name}.graphql`);
  await writeFile(supergraph, composeGraph(graph, urls));
  const isForFederation1 = graph.subgraphs.every(({ federation1 }) => federation1 !== undefined);
  if (!isForFederation1) return { supergraph, services: undefined, urls };
  const services = join(folder, `${graph.name}.services.json`);
  const list = graph.subgraphs.map(({ name, federation1 }) => ({ name, url: urls[name], schema: federation1 }));
  await writeFile(services, JSON.stringify(list));
  return { supergraph, services, urls };
}
