import { setTimeout as pause } from 'node:timers/promises';
import { startCrowds } from '../clients/crowds.ts';
import type { Ground } from '../clients/orders.ts';
import { groundOf, rehearsalSize, told } from '../stage/contestants.ts';
import { cpuUsOf } from '../stage/cpu.ts';
import { settledRssKb } from '../stage/memory.ts';
import type { Stage } from '../stage/open-stage.ts';
import { startLiveServer } from '../stage/servers.ts';
import { faultsOf, quietMs } from './measure-delivery.ts';

export type ManyTopics = {
  readonly cpuUsPerDelivery: number;
  readonly cpuMsPerSubscribe: number;
  readonly kbPerConnection: number;
  readonly subscribesPerSecond: number;
  readonly redisTopics: number;
  readonly redisTopicsLeft: number;
  readonly faults: readonly string[];
};

const clientProcesses = 2;
const publishedAtOnce = 32;
const goneWithinMs = 15_000;

/** Every subscriber has a topic of their own: each event goes to one. */
export async function measureManyTopics(stage: Stage, subscribers: number): Promise<ManyTopics> {
  await using server = await startLiveServer(stage, 'gateway', 'none');
  const ground: Ground = { ...groundOf(stage, server, 'none'), field: 'result' };
  await stage.topics.addResults(1, subscribers);
  await rehearse(stage, ground);
  const rssBefore = await settledRssKb(server);
  await using crowds = startCrowds(clientProcesses);
  const cpuAtStart = cpuUsOf(server.pid);
  const opened = await crowds.open(ground, 1, subscribers);
  const openingCpuUs = cpuUsOf(server.pid) - cpuAtStart;
  if (opened.missing > 0) throw new Error(`${opened.missing} clients could not subscribe: ${told(opened.faults)}`);
  const rss = await settledRssKb(server);
  const redisTopics = await stage.topics.channels('result');

  await crowds.order({ kind: 'mark', readsAll: false });
  const cpuBefore = cpuUsOf(server.pid);
  await publishToAll(stage, 1, subscribers);
  const heard = await crowds.order({ kind: 'await', events: 1, quietMs });
  const cpuUs = cpuUsOf(server.pid) - cpuBefore;
  await crowds.order({ kind: 'leave' });
  const redisTopicsLeft = await topicsLeft(stage);
  return {
    cpuUsPerDelivery: cpuUs / heard.events,
    cpuMsPerSubscribe: openingCpuUs / 1_000 / subscribers,
    kbPerConnection: (rss - rssBefore) / subscribers,
    subscribesPerSecond: (1_000 * subscribers) / (opened.atMs - opened.beganAtMs),
    redisTopics,
    redisTopicsLeft,
    faults: [
      ...faultsOf(heard, 'manyTopics'),
      ...(redisTopics === subscribers ? [] : [`${redisTopics} channels of Redis for ${subscribers} topics`]),
      ...(redisTopicsLeft === 0 ? [] : [`${redisTopicsLeft} channels of Redis are left`]),
    ],
  };
}

async function rehearse(stage: Stage, ground: Ground): Promise<void> {
  const from = 900_001;
  await stage.topics.addResults(from, rehearsalSize);
  await using crowds = startCrowds(1);
  await crowds.open(ground, from, rehearsalSize);
  await crowds.order({ kind: 'mark', readsAll: false });
  await publishToAll(stage, from, rehearsalSize);
  await crowds.order({ kind: 'await', events: 1, quietMs });
  await crowds.order({ kind: 'leave' });
  await topicsLeft(stage);
}

async function publishToAll(stage: Stage, from: number, count: number): Promise<void> {
  let next = from;
  await Promise.all(
    Array.from({ length: publishedAtOnce }, async () => {
      while (next < from + count) {
        const number = next;
        next += 1;
        await stage.topics.publishResult(number);
      }
    }),
  );
}

async function topicsLeft(stage: Stage): Promise<number> {
  const giveUpAt = performance.now() + goneWithinMs;
  for (;;) {
    const left = await stage.topics.channels('result');
    if (left === 0 || performance.now() > giveUpAt) return left;
    await pause(100);
  }
}
