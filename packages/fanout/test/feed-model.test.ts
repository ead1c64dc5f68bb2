import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { LiveEnvelope } from '@lectern/events';
import { waitFor } from '@lectern/testing';
import { createTopicFeed, type Position, type TopicFeed, type TopicFollower } from '../src/index.ts';
import { startOwnRedis } from './_feed.ts';

const topics = ['a', 'b', 'c', 'd'];

/** Small and repeatable: a failure names its seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A follower that holds the feed to its word. */
function startWitness(feed: TopicFeed, topic: string) {
  let position: Position | undefined;
  let isAway = false;
  let isReady = false;
  let isBlind = false;
  let state = 0;
  const faults: string[] = [];
  const log: string[] = [];
  function check(isGood: boolean, what: string): void {
    if (!isGood) faults.push(`${topic}: ${what}; before it: ${log.slice(-8).join(', ')}`);
  }
  function take({ epoch, offset, data }: LiveEnvelope): void {
    position = { epoch, offset };
    // Each event holds a higher number than the one before it, whatever becomes of the epochs.
    check(Number(data) >= state, `the state went back from ${state} to ${data}`);
    state = Number(data);
  }
  const follower: TopicFollower = feed.follow(topic, {
    onEvent(event) {
      check(isReady, 'an event before ready');
      check(!isBlind, 'an event without a position');
      const isNext = event.epoch === position?.epoch && event.offset === position.offset + 1;
      const isFirst = position?.epoch.startsWith('run:') === true && event.offset === 1;
      check(isNext || isFirst, `${event.epoch}:${event.offset} after ${position?.epoch}:${position?.offset}`);
      take(event);
      log.push(`event ${event.offset}`);
    },
    onBreak(newest) {
      check(isReady, 'a break before ready');
      isBlind = false;
      if (newest) take(newest);
      else position = follower.position();
      log.push(`break ${newest?.offset}`);
    },
    onAway() {
      check(!isAway, 'away twice');
      isAway = true;
      log.push('away');
      // Told so instead of a position: then it is ready.
      if (!isReady && follower.position() === undefined) isReady = isBlind = true;
    },
    onBack() {
      check(isAway, 'back without away');
      check(!isBlind, 'back without a position');
      isAway = false;
      log.push('back');
    },
  });
  void follower.ready.then(() => {
    if (isReady) return;
    isReady = true;
    position = follower.position();
    state = Number(follower.newest()?.data ?? 0);
    log.push(`ready ${position?.offset}`);
  });
  return { topic, follower, faults, state: () => state, isAway: () => isAway };
}

type Live = Awaited<ReturnType<typeof startOwnRedis>>;

async function runModel(live: Live, seed: number): Promise<void> {
  const random = createRandom(seed);
  await using other = createTopicFeed(live.options);
  const feeds = [live.feed, other];
  const numbers = new Map<string, number>();
  const all: ReturnType<typeof startWitness>[] = [];
  let present: ReturnType<typeof startWitness>[] = [];
  let settled = 0;
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  async function publish(topic: string): Promise<void> {
    const number = (numbers.get(topic) ?? 0) + 1;
    numbers.set(topic, number);
    // What Redis did not take is lost to followers until the next: the source has it.
    await live.publisher.publish(topic, number).catch(() => undefined);
    settled += 1;
  }
  function join(): void {
    const feed = feeds[random(2)];
    const topic = topics[random(topics.length)];
    if (!feed || !topic || present.length >= 24) return;
    const witness = startWitness(feed, topic);
    present.push(witness);
    all.push(witness);
  }
  function leave(): void {
    const [witness] = present.splice(random(present.length), 1);
    witness?.follower.leave();
  }
  /** One publisher per topic, so that the numbers rise. */
  let isOver = false;
  const storms = topics.map(async (topic, index) => {
    const pause = createRandom(seed + index);
    while (!isOver) {
      await publish(topic);
      for (let turns = pause(4 ** (index + 1)); turns > 0; turns -= 1) await turn();
    }
  });
  const kinds: readonly (() => unknown)[] = [
    join,
    join,
    join,
    leave,
    () => live.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub'),
    () => live.redis.flushall(),
    () => live.redis.del(live.keyOf(topics[random(4)] ?? '')),
    async () => {
      await live.server.kill();
      for (let turns = random(200); turns > 0; turns -= 1) await turn();
      await live.server.restart();
    },
    async () => {
      await live.server.kill();
      if (present.length > 0) await waitFor('the outage', () => feeds.some(({ isAway }) => isAway));
      await live.server.restart();
    },
  ];
  for (let step = 0; step < 80; step += 1) {
    // The last two, which take their time, are rarer.
    const kind = kinds[step % 40 === 39 ? kinds.length - 1 - random(2) : random(kinds.length - 2)];
    await kind?.();
    for (const goal = settled + random(40); settled < goal; ) await turn();
  }
  isOver = true;
  await Promise.all(storms);
  await seeWhatIsKept(live, present);
  for (const topic of topics) {
    const last = (numbers.get(topic) ?? 0) + 1;
    numbers.set(topic, last);
    await waitFor('the last event', () => live.publisher.publish(topic, last).then(() => true));
  }
  for (const witness of present) {
    await waitFor(`the last state of ${witness.topic}`, () => {
      return witness.follower.newest()?.data === numbers.get(witness.topic) && !witness.isAway();
    });
  }
  expect(all.flatMap(({ faults }) => faults)).toEqual([]);
  for (const witness of present) expect(witness.state()).toBe(numbers.get(witness.topic));
  for (const { follower } of present) follower.leave();
  present = [];
  await waitFor('the channels to go', async () => (await live.channelCount()) === 0);
}

/** Also without another event to show that some are missing. */
async function seeWhatIsKept(live: Live, witnesses: readonly ReturnType<typeof startWitness>[]): Promise<void> {
  for (const { topic, follower } of witnesses) {
    await waitFor(`what is kept of ${topic}`, async () => {
      const last = await live.redis.hget(live.keyOf(topic), 'last');
      return last === null || JSON.stringify(follower.newest()) === last;
    });
  }
}

it('whatever happens, events follow one another or a break is told, and all end with the newest', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fanout-model-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  // With its data and without: a kill forgets, or does not.
  for (const options of [{ dataDir }, {}]) {
    await using live = await startOwnRedis(options);
    const begin = Number(process.env.FANOUT_SEED ?? Date.now() % 1_000_000);
    for (const seed of [begin, begin + 1]) {
      try {
        await runModel(live, seed);
      } catch (error) {
        throw new Error(`with the seed ${seed}`, { cause: error });
      }
      await live.redis.flushall();
    }
  }
}, 120_000);
