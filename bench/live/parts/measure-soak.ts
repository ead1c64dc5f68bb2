import { setTimeout as pause } from 'node:timers/promises';
import { type Crowds, startCrowds } from '../clients/crowds.ts';
import type { Ground } from '../clients/orders.ts';
import { groundOf, told } from '../stage/contestants.ts';
import { growthOf, takeInventory } from '../stage/inventory.ts';
import { settledRssKb } from '../stage/memory.ts';
import type { Stage } from '../stage/open-stage.ts';
import { type LiveServer, startLiveServer } from '../stage/servers.ts';
import { everyMs } from './measure-delivery.ts';
import { growthPercent } from './trend.ts';

export type Soak = {
  readonly minutes: number;
  readonly rssGrowthPercent: number;
  /** Listeners, emitters, timers, handles, subscriptions of Redis that are still there when everybody has left. */
  readonly leaks: number;
  readonly leaked: Readonly<Record<string, number>>;
  readonly rssMb: readonly number[];
  readonly connections: string;
  readonly faults: readonly string[];
};

export type SoakOptions = { readonly minutes: number; readonly population: number };

/** Before memory is looked at, caches fill and code is compiled. */
const settlingShare = 0.2;
const looks = 25;
const leftWithinMs = 45_000;
const productPingMs = 25_000;
const board = 'soak';

/** Clients come, subscribe, leave, are killed, all the time, with an event every half second for those who are there. */
export async function measureSoak(
  stage: Stage,
  { minutes, population }: SoakOptions,
  tell: (text: string) => void,
): Promise<Soak> {
  await stage.topics.publishBoard(board);
  await stage.topics.addResults(0, 4 * population);
  await using server = await startLiveServer(stage, 'gateway', board, productPingMs);
  await using crowds = startCrowds(1);
  const ground: Ground = groundOf(stage, server, board);
  await crowds.churn(ground, population, 5);
  const before = await untilLeast(() => takeInventory(server), 'emitters', 8_000);

  const stop = new AbortController();
  const publishing = publishUntil(stage, population, stop.signal);
  const looking = lookAtMemory(server, (minutes * 60_000) / looks, stop.signal, tell);
  const churned = await crowds.churn(ground, population, minutes * 60);
  stop.abort();
  const [rssKb] = await Promise.all([looking, publishing]);
  const leaked = await untilNothingLeft(stage, server, before);
  return {
    minutes,
    rssGrowthPercent: growthPercent(rssKb.slice(Math.round(rssKb.length * settlingShare))),
    leaks: Object.values(leaked).reduce((sum, count) => sum + count, 0),
    leaked,
    rssMb: rssKb.map((kb) => kb / 1_024),
    connections: told(churned.faults),
    faults: [
      ...soakFaults(churned),
      ...(Object.keys(leaked).length > 0 ? [`soak: left behind ${JSON.stringify(leaked)}`] : []),
    ],
  };
}

type Churned = Awaited<ReturnType<Crowds['churn']>>;
const soakFaults = ({ gaps, disorder }: Churned): string[] => [
  ...(gaps > 0 ? [`soak: ${gaps} events missing`] : []),
  ...(disorder > 0 ? [`soak: ${disorder} events older than one before`] : []),
];

async function publishUntil(stage: Stage, population: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await stage.topics.publishBoard(board);
    for (let some = 0; some < 10; some += 1) {
      await stage.topics.publishResult(Math.floor(Math.random() * 4 * population));
    }
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function lookAtMemory(
  server: LiveServer,
  lookMs: number,
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<readonly number[]> {
  const seen: number[] = [];
  for (;;) {
    await pause(lookMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return seen;
    seen.push(await settledRssKb(server, 1));
    tell(`soak: ${((seen.at(-1) ?? 0) / 1_024).toFixed(1)} MB`);
  }
}

async function untilNothingLeft(
  stage: Stage,
  server: LiveServer,
  before: Awaited<ReturnType<typeof takeInventory>>,
): Promise<Readonly<Record<string, number>>> {
  const giveUpAt = performance.now() + leftWithinMs;
  for (;;) {
    const boards = await stage.topics.channels('board');
    const results = await stage.topics.channels('result');
    const grown = growthOf(before, await takeInventory(server));
    const left = { ...grown, ...(boards + results > 0 && { redisTopics: boards + results }) };
    if (Object.keys(left).length === 0 || performance.now() > giveUpAt) return left;
    await pause(2_000);
  }
}

/** The least of what is seen within some time: connections to subgraphs and such come and go. */
async function untilLeast<Facts extends Readonly<Record<Key, number>>, Key extends string>(
  look: () => Promise<Facts>,
  key: Key,
  forMs: number,
): Promise<Facts> {
  const until = performance.now() + forMs;
  let least = await look();
  while (performance.now() < until) {
    await pause(500);
    const next = await look();
    if (next[key] <= least[key]) least = next;
  }
  return least;
}
