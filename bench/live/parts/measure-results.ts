import { setTimeout as pause } from 'node:timers/promises';
import { startCrowds } from '../clients/crowds.ts';
import { type Contestant, groundOf } from '../stage/contestants.ts';
import type { Stage } from '../stage/open-stage.ts';
import { everyMs, faultsOf, quietMs } from './measure-delivery.ts';

export type Results = { readonly latencyMs: readonly number[]; readonly faults: readonly string[] };

const watchers = 64;
const firstNumber = 800_001;
const perTick = 16;
const warmUpTicks = 4;
/** They are published while an event goes out to everybody, not in the pauses between. */
const withinMs = 120;

/**
 * Results of single viewers in the middle of an event for all. Who waits for one is in a process of their own: nobody's
 * result waits for the network of thousands of others.
 */
export async function measureResults(stage: Stage, sdk: Contestant, seconds: number): Promise<Results> {
  await stage.topics.addResults(firstNumber, watchers);
  await using waiting = startCrowds(1);
  const opened = await waiting.open({ ...groundOf(stage, sdk.server, 'sdk'), field: 'result' }, firstNumber, watchers);
  const ticks = Math.round((seconds * 1_000) / everyMs);
  // A few more, uncounted, for code that has not run yet.
  await sdk.crowds.order({ kind: 'mark', readsAll: false });
  await waiting.order({ kind: 'mark', readsAll: true });
  await publishAmid(stage, sdk, warmUpTicks);
  await waiting.order({ kind: 'await', events: (warmUpTicks * perTick) / watchers, quietMs });
  await sdk.crowds.order({ kind: 'await', events: warmUpTicks, quietMs });
  await waiting.order({ kind: 'mark', readsAll: true });
  await sdk.crowds.order({ kind: 'mark', readsAll: false });
  await publishAmid(stage, sdk, ticks);
  const heard = await waiting.order({ kind: 'await', events: (ticks * perTick) / watchers, quietMs });
  const all = await sdk.crowds.order({ kind: 'await', events: ticks, quietMs });
  await waiting.order({ kind: 'leave' });
  return {
    latencyMs: heard.latencyMs,
    faults: [...faultsOf({ ...heard, missing: heard.missing + opened.missing }, 'results'), ...faultsOf(all, 'sdk')],
  };
}

async function publishAmid(stage: Stage, sdk: Contestant, ticks: number): Promise<void> {
  const start = performance.now();
  let next = 0;
  for (let tick = 0; tick < ticks; tick += 1) {
    await pause(Math.max(0, start + tick * everyMs - performance.now()));
    const moments = Array.from({ length: perTick }, () => Math.random() * withinMs);
    const results = moments.map(async (ms) => {
      const number = firstNumber + (next % watchers);
      next += 1;
      await pause(ms);
      await stage.topics.publishResult(number);
    });
    await Promise.all([sdk.publish(), ...results]);
  }
}
