import { expect, it, jest } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { createTopicFeed } from '../src/index.ts';
import { logger, record, startFeedTest, startOwnRedis } from './_feed.ts';

const topic = 'exam.1.live';
const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

it('tells every follower each event once, offsets rising by one, in two feeds', async () => {
  await using live = await startFeedTest();
  await using other = createTopicFeed(live.options);
  const readers = [record(live.feed, topic), record(live.feed, topic), record(other, topic)];
  await Promise.all(readers.map(({ follower }) => follower.ready));
  await Promise.all(count(1, 200).map((each) => live.publisher.publish(topic, each)));
  for (const reader of readers) {
    await waitFor('the events', () => reader.told.length === 200);
    expect(reader.events().map(({ offset }) => offset)).toEqual(count(1, 200));
  }
  // Parsed once for all followers of a feed.
  expect(readers[0]?.events()[7]).toBe(readers[1]?.events()[7]);
});

it('tells nothing before it is ready, and is ready where the newest kept event is', async () => {
  await using live = await startFeedTest();
  await live.publishAll(topic, [1, 2, 3]);
  const reader = record(live.feed, topic);
  expect([reader.follower.position(), reader.follower.newest()]).toEqual([undefined, undefined]);
  await reader.follower.ready;
  expect(reader.follower.newest()).toMatchObject({ offset: 3, data: 3 });
  const { epoch, offset } = reader.follower.newest() ?? {};
  expect(reader.follower.position()).toEqual({ epoch, offset });
  expect(reader.told).toEqual([]);
  await live.publisher.publish(topic, 4);
  await waitFor('the event', () => reader.told.length === 1);
  expect(reader.follower.position()).toEqual({ epoch, offset: 4 });
  expect(reader.follower.newest()).toMatchObject({ data: 4 });
});

it('begins with the run of Redis where nothing is kept, and goes on with the first event', async () => {
  await using live = await startFeedTest();
  const run = /run_id:(\w+)/.exec(await live.redis.info('server'))?.[1];
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  expect(reader.follower.position()).toEqual({ epoch: `run:${run}`, offset: 0 });
  expect(reader.follower.newest()).toBeUndefined();
  await live.publisher.publish(topic, 'first');
  await waitFor('the event', () => reader.told.length === 1);
  expect(reader.told).toMatchObject([{ kind: 'event', event: { offset: 1, data: 'first' } }]);
});

it('misses nothing between SUBSCRIBE and the kept events, however they fall', async () => {
  await using live = await startFeedTest();
  let isOver = false;
  let published = 0;
  const publishing = (async () => {
    while (!isOver) {
      published += 1;
      await live.publisher.publish(topic, published);
    }
  })();
  for (let round = 0; round < 150; round += 1) {
    await using feed = round % 10 === 0 ? createTopicFeed(live.options) : undefined;
    const reader = record(feed ?? live.feed, topic);
    await reader.follower.ready;
    const start = reader.follower.position()?.offset ?? 0;
    const goal = published + (round % 3);
    await waitFor('the goal', () => (reader.follower.position()?.offset ?? 0) >= goal);
    const offsets = reader.events().map(({ offset }) => offset);
    expect(offsets).toEqual(count(start + 1, start + offsets.length));
    expect(reader.kinds()).not.toContain('break');
    reader.follower.leave();
  }
  isOver = true;
  await publishing;
});

it('loses no single event that is published while its topic is joined', async () => {
  await using live = await startFeedTest();
  // The publisher’s connection is up, and its answers come in as many turns as theirs.
  await live.publisher.publish(topic, 0);
  for (let round = 0; round < 40; round += 1) {
    const readers = await Promise.all(
      count(0, 19).map(async (turns) => {
        const name = `single.${round}.${turns}`;
        const reader = record(live.feed, name);
        for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        await live.publisher.publish(name, 'single');
        return reader;
      }),
    );
    for (const { follower } of readers) {
      await waitFor('the event', () => follower.newest()?.data === 'single');
      follower.leave();
    }
  }
});

it('fills a gap out of what is kept before it tells the newer event', async () => {
  await using live = await startFeedTest();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  await live.publisher.publish(topic, 1);
  await waitFor('the event', () => reader.told.length === 1);
  const event = reader.events()[0];
  const kept = (offset: number) => JSON.stringify({ ...event, offset, data: offset });
  // Published as the publisher does it, but for the message.
  await live.redis
    .multi()
    .rpush(`${live.keyOf(topic)}:kept`, `${Date.now()} ${kept(1)}`, `${Date.now()} ${kept(2)}`)
    .hset(live.keyOf(topic), { offset: 3, last: kept(3) })
    .exec();
  await live.publishAll(topic, [4, 5]);
  await waitFor('the events', () => reader.told.length === 5);
  expect(reader.data()).toEqual([1, 2, 3, 4, 5]);
  expect(reader.kinds()).not.toContain('break');
});

it('tells of a break, with the newest, when the counting began anew', async () => {
  await using live = await startFeedTest();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  await live.publishAll(topic, [1, 2]);
  await waitFor('the events', () => reader.told.length === 2);
  await live.redis.del(live.keyOf(topic), `${live.keyOf(topic)}:kept`);
  await live.publishAll(topic, [3]);
  await waitFor('the break', () => reader.told.length === 3);
  await live.publishAll(topic, [4]);
  await waitFor('the event', () => reader.told.length === 4);
  expect(reader.kinds()).toEqual(['event', 'event', 'break', 'event']);
  expect(reader.data()).toEqual([1, 2, 3, 4]);
  expect(reader.follower.position()?.offset).toBe(2);
});

it('sends what is followed, read and left in one turn as a few commands', async () => {
  await using live = await startOwnRedis();
  const first = record(live.feed, 'first');
  await first.follower.ready;
  const before = await Promise.all(['subscribe', 'eval', 'unsubscribe'].map(live.callsOf));
  const readers = count(1, 1_200).map((each) => record(live.feed, `many.${each}`));
  await Promise.all(readers.map(({ follower }) => follower.ready));
  for (const { follower } of readers) follower.leave();
  await waitFor('the channels to go', async () => (await live.channelCount()) === 1);
  const after = await Promise.all(['subscribe', 'eval', 'unsubscribe'].map(live.callsOf));
  // In chunks of 500; reads in chunks of 100, of which a chunk of subscriptions gives five.
  expect(after.map((calls, index) => calls - (before[index] ?? 0))).toEqual([3, 12, 3]);
});

it('shares one Redis subscription; the last leaver ends it, and only the last', async () => {
  await using live = await startFeedTest();
  const [first, second, third] = [1, 2, 3].map(() => record(live.feed, topic));
  const other = record(live.feed, 'another');
  await Promise.all([first, second, third, other].map((reader) => reader?.follower.ready));
  expect([await live.channelCount(), live.feed.topicCount]).toEqual([2, 2]);
  first?.follower.leave();
  first?.follower.leave();
  second?.follower.leave();
  await live.publisher.publish(topic, 'still here');
  await waitFor('the event', () => third?.told.length === 1);
  expect([first?.told, second?.told]).toEqual([[], []]);
  third?.follower.leave();
  expect(live.feed.topicCount).toBe(1);
  await waitFor('the channel to go', async () => (await live.channelCount()) === 1);
});

it('may be left before it is ready, and is then ready at once', async () => {
  await using live = await startFeedTest();
  const early = record(live.feed, topic);
  const { ready } = early.follower;
  early.follower.leave();
  await Promise.all([ready, early.follower.ready]);
  await live.publisher.publish(topic, 1);
  await waitFor('the channel to go', async () => (await live.channelCount()) === 0);
  expect([early.told, live.feed.topicCount]).toEqual([[], 0]);
});

it('keeps a subscription that begins while the end of the one before is under way', async () => {
  await using live = await startFeedTest();
  for (let round = 1; round <= 200; round += 1) {
    const before = record(live.feed, topic);
    if (round % 2) await before.follower.ready;
    before.follower.leave();
    // In the same turn, in the next, or some later.
    for (let turn = 0; turn < round % 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const reader = record(live.feed, topic);
    await reader.follower.ready;
    const offset = reader.follower.position()?.offset ?? 0;
    await live.publisher.publish(topic, round);
    await waitFor('the event', () => reader.told.length === 1);
    expect(reader.events()).toMatchObject([{ offset: offset + 1, data: round }]);
    reader.follower.leave();
  }
  await waitFor('the channel to go', async () => (await live.channelCount()) === 0);
});

it('survives sinks that throw, leave or follow in the middle of an event', async () => {
  await using live = await startFeedTest();
  const silent = { onBreak() {}, onAway() {}, onBack() {} };
  const late: unknown[] = [];
  const throwing = live.feed.follow(topic, {
    ...silent,
    onEvent() {
      throw new Error('no');
    },
  });
  const leaving = live.feed.follow(topic, {
    ...silent,
    onEvent() {
      leaving.leave();
      last.follower.leave();
      const joined = live.feed.follow(topic, { ...silent, onEvent: ({ data }) => void late.push(data) });
      late.push(joined.position()?.offset);
    },
  });
  const last = record(live.feed, topic);
  const steady = record(live.feed, topic);
  await Promise.all([throwing.ready, leaving.ready, last.follower.ready, steady.follower.ready]);
  await live.publishAll(topic, ['a', 'b']);
  await waitFor('the events', () => steady.told.length === 2);
  expect(steady.data()).toEqual(['a', 'b']);
  expect(last.told).toEqual([]);
  // It came with the first event, which it has by its position.
  expect(late).toEqual([1, 'b']);
});

it('drops messages that are no events', async () => {
  await using live = await startFeedTest();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  await live.redis.publish(live.keyOf(topic), '{not json');
  await live.redis.publish(live.keyOf(topic), '{"epoch":1}');
  await live.publisher.publish(topic, 'good');
  await waitFor('the event', () => reader.told.length === 1);
  expect(reader.data()).toEqual(['good']);
});

it('needs no timer and no listener per topic', async () => {
  await using live = await startFeedTest();
  await record(live.feed, 'any').follower.ready;
  const warned = jest.spyOn(process, 'emitWarning');
  const timers = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'setInterval')];
  const readers = count(1, 2_000).map((each) => record(live.feed, `many.${each}`));
  await Promise.all(readers.map(({ follower }) => follower.ready));
  for (const { follower } of readers) follower.leave();
  const calls = timers.map((spy) => spy.mock.calls.length);
  jest.restoreAllMocks();
  // Reads have a timeout per hundred topics.
  expect(calls[0]).toBeLessThan(100);
  expect(calls[1]).toBe(0);
  expect(warned).not.toHaveBeenCalled();
});

it('ends when it is disposed, also while Redis is away: whoever waits is ready, nothing is left', async () => {
  await using present = await startFeedTest();
  const absent = createTopicFeed({ ...present.options, redisUrl: 'redis://127.0.0.1:1', logger });
  const readers = [present.feed, absent].map((feed) => record(feed, topic));
  const areReady = Promise.all(readers.map(({ follower }) => follower.ready)).then(() => 'ready');
  await Promise.all([present.feed, absent].map((feed) => feed[Symbol.asyncDispose]()));
  const nextTurn = new Promise((resolve) => setImmediate(() => resolve('late')));
  expect(await Promise.race([areReady, nextTurn])).toBe('ready');
  await waitFor('the channel to go', async () => (await present.channelCount()) === 0);
  expect(readers.map(({ told }) => told)).toEqual([[], []]);
  expect(() => present.feed.follow(topic, { onEvent() {}, onBreak() {}, onAway() {}, onBack() {} })).toThrow();
});
