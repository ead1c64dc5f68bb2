import type { ContestantName } from './contestants.ts';
import { loadGateway, warmUp } from './load-gateway.ts';
import { startReady } from './measure-operation.ts';
import { operationOf } from './operations.ts';
import type { Stage } from './stage.ts';
import { graphOf } from './subgraphs/graphs.ts';
import { answerOf } from './subgraphs/whole-answer.ts';

export type AddedLatency = { readonly throughMs: number; readonly straightMs: number; readonly addedMs: number };

const perSecond = 1_000;
const seconds = 5;

/** p99 at 1,000 requests a second through the gateway, and straight to the subgraph that answers. */
export async function measureAddedLatency(stage: Stage, name: ContestantName): Promise<AddedLatency | undefined> {
  const ready = await startReady(stage, 'oneSubgraph', name);
  if (!ready) return undefined;
  await using _gateway = ready.gateway;
  const { loaded } = ready;
  const { port } = new URL(stage.grounds.small.urls.readers ?? '');
  const expected = JSON.stringify(await answerOf(graphOf('small'), operationOf('oneSubgraph')));
  const straight = { port: Number(port), asked: [{ operation: operationOf('oneSubgraph'), expected }] };
  await loadGateway(stage.generator, loaded, { connections: 16, ...warmUp });
  const p99 = async (to: typeof loaded) =>
    (await loadGateway(stage.generator, to, { connections: 64, seconds, perSecond })).p99Ms;
  // Twice each, in turn, and the better of the two: what the rest of the machine does for a moment is not the gateway's.
  const through = [await p99(loaded)];
  const direct = [await p99(straight)];
  through.push(await p99(loaded));
  direct.push(await p99(straight));
  const [throughMs, straightMs] = [Math.min(...through), Math.min(...direct)];
  return { throughMs, straightMs, addedMs: throughMs - straightMs };
}
