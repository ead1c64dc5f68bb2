import { rename, writeFile } from 'node:fs/promises';
import type { Window } from './load/main.ts';
import { loadGateway, orderOf, warmUp } from './load-gateway.ts';
import { startReady } from './measure-operation.ts';
import { bodyOf, operationOf } from './operations.ts';
import { proveAnswer } from './prove-answer.ts';
import type { Stage } from './stage.ts';
import type { Gateway } from './start-gateway.ts';
import { graphOf } from './subgraphs/graphs.ts';
import { addedFields } from './subgraphs/small.ts';
import { answerOf } from './subgraphs/whole-answer.ts';

export type Swap = {
  readonly failed: number;
  readonly p99Ratio: number;
  readonly insideP99Ms: number;
  readonly outsideP99Ms: number;
  /** From the file's replacement to the first answer that knows the new field. */
  readonly takesOverMs: readonly number[];
};

const connections = 8;
const perSecond = 1_000;
const takesOverWithinMs = 10_000;
/** A window begins with the file's replacement and ends this long after the takeover, a second after it at least. */
const settleMs = 500;
const windowMinMs = 1_000;
const calmMs = 1_500;

/** Replaces the supergraph's file several times under 1,000 requests a second, half of them over two subgraphs. */
export async function measureSwap(stage: Stage): Promise<Swap | undefined> {
  const ready = await startReady(stage, 'oneSubgraph', 'lectern');
  if (!ready) return undefined;
  await using gateway = ready.gateway;
  const entity = operationOf('entity');
  const expected = await proveAnswer(gateway, entity, await answerOf(graphOf(entity.graph), entity));
  const loaded = { ...ready.loaded, asked: [...ready.loaded.asked, { operation: entity, expected }] };
  await loadGateway(stage.generator, loaded, { connections, ...warmUp });
  const changes = addedFields.map((field) => ({ field, sdl: stage.composeSmall(`${field}: String`) }));
  await stage.generator.ask({ kind: 'begin', order: orderOf(loaded, { connections, seconds: 120, perSecond }) });
  const windows: Window[] = [];
  const takesOverMs: number[] = [];
  try {
    await pause(calmMs);
    for (const { field, sdl } of changes) {
      const { at } = await stage.generator.ask({ kind: 'now' });
      const took = await replaceSupergraph(stage.grounds.small.supergraph, sdl, gateway, field);
      await pause(Math.max(settleMs, windowMinMs - took));
      windows.push([at, at + Math.max(took + settleMs, windowMinMs)]);
      takesOverMs.push(took);
      await pause(calmMs);
    }
  } finally {
    await writeFile(stage.grounds.small.supergraph, stage.composeSmall());
  }
  const load = await stage.generator.ask({ kind: 'end', windows });
  const { insideP99Ms, outsideP99Ms } = load;
  const failed = Object.values(load.faults).reduce((sum, times) => sum + times, 0);
  return { failed, p99Ratio: insideP99Ms / outsideP99Ms, insideP99Ms, outsideP99Ms, takesOverMs };
}

/** Milliseconds until the gateway knows the field that the new supergraph adds. */
async function replaceSupergraph(path: string, sdl: string, gateway: Gateway, field: string): Promise<number> {
  const begunAt = performance.now();
  await writeFile(`${path}.next`, sdl);
  await rename(`${path}.next`, path);
  while (performance.now() - begunAt < takesOverWithinMs) {
    const { text } = await gateway.post(bodyOf({ query: `{ reader { ${field} } }` }));
    if (JSON.parse(text).errors === undefined) return performance.now() - begunAt;
    await pause(50);
  }
  throw new Error(`the changed supergraph did not take over within ${takesOverWithinMs} ms`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
