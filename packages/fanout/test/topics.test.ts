import { expect, it } from '@jest/globals';
import type { LiveEnvelope } from '@lectern/events';
import { createLogger } from '@lectern/runtime';
import { startRedisServer, testRedis, waitFor } from '@lectern/testing';
import { Redis } from 'ioredis';
import { createTopicPublisher, createTopicSubscriber, type LiveSubscription } from '../src/index.ts';

const logger = createLogger('fanout-test', { level: process.env.LECTERN_LOG_LEVEL ?? 'silent', format: 'json' });
const topic = 'exam.1.live';

/** A publisher, a subscriber and a plain connection on one Redis. */
async function start(redisUrl?: string, queueMax = 8) {
  await using stack = new AsyncDisposableStack();
  const { url, prefix } = stack.use(await testRedis());
  const options = { redisUrl: redisUrl ?? url, prefix, logger };
  const publisher = stack.use(await createTopicPublisher(options));
  const subscriber = stack.use(createTopicSubscriber({ ...options, queueMax }));
  const redis = new Redis(options.redisUrl, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  stack.defer(() => redis.disconnect());
  const key = `${prefix}live:${topic}`;
  const resources = stack.move();
  const channelCount = async () => (await redis.pubsub('CHANNELS', `${prefix}*`)).length;
  return {
    ...options,
    publisher,
    subscriber,
    redis,
    key,
    channelCount,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function take(subscription: LiveSubscription, count: number): Promise<LiveEnvelope[]> {
  const taken: LiveEnvelope[] = [];
  while (taken.length < count) {
    const { value } = await subscription.next();
    if (!value) throw new Error('the subscription has ended');
    taken.push(value);
  }
  return taken;
}

it('counts the events of a topic within one epoch', async () => {
  await using live = await start();
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  const data = [{ title: 'Ünïcode "quoted" \\ \n' }, null, [1, 2.5]];
  for (const each of data) await live.publisher.publish(topic, each);
  const events = await take(subscription, 3);
  expect(events.map((event) => event.data)).toEqual(data);
  expect(events.map((event) => event.offset)).toEqual([1, 2, 3]);
  expect(new Set(events.map((event) => event.epoch)).size).toBe(1);
  expect(events[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

it('keeps the last event of a topic, for a day', async () => {
  await using live = await start();
  expect(await live.subscriber.lastEvent(topic)).toBeNull();
  await live.publisher.publish(topic, 1);
  await live.publisher.publish(topic, 2);
  expect(await live.subscriber.lastEvent(topic)).toMatchObject({ offset: 2, data: 2 });
  expect(await live.redis.ttl(live.key)).toBeGreaterThan(86_000);
});

it('begins a new epoch when the key has vanished, and readers go on with it', async () => {
  await using live = await start();
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  await live.publisher.publish(topic, 'before');
  await live.publisher.publish(topic, 'before');
  await live.redis.del(live.key);
  await live.publisher.publish(topic, 'after');
  const [, before, after] = await take(subscription, 3);
  expect(after).toMatchObject({ offset: 1, data: 'after' });
  expect(after?.epoch).not.toBe(before?.epoch);
});

it('counts without gaps and in order when many publish at once', async () => {
  await using live = await start(undefined, 1_000);
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  await Promise.all(Array.from({ length: 200 }, (_, index) => live.publisher.publish(topic, index)));
  const events = await take(subscription, 200);
  expect(events.map((event) => event.offset)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

it('shares one Redis subscription among readers; the last leaver ends it, and only the last', async () => {
  await using live = await start();
  const readers = [1, 2, 3].map(() => live.subscriber.subscribe(topic));
  const other = live.subscriber.subscribe('another');
  await Promise.all([...readers, other].map((reader) => reader.ready));
  expect(await live.channelCount()).toBe(2);
  const [first, second, third] = readers;
  await first?.return();
  await first?.return();
  await second?.return();
  await live.publisher.publish(topic, 'still here');
  expect(await third?.next()).toMatchObject({ value: { data: 'still here' } });
  expect(await live.channelCount()).toBe(2);
  await third?.return();
  await waitFor('the channel to go', async () => (await live.channelCount()) === 1);
  expect(live.subscriber.topicCount).toBe(1);
});

it('survives readers that leave before they are subscribed, and those that come as others leave', async () => {
  await using live = await start();
  for (let round = 0; round < 20; round += 1) {
    const early = live.subscriber.subscribe(topic);
    const late = live.subscriber.subscribe(topic);
    await early.return();
    if (round % 2) await late.ready;
    await late.return();
  }
  const stays = live.subscriber.subscribe(topic);
  await stays.ready;
  await live.publisher.publish(topic, 'heard');
  expect(await stays.next()).toMatchObject({ value: { data: 'heard' } });
  await stays.return();
  await waitFor('the channel to go', async () => (await live.channelCount()) === 0);
});

it('lets a slow reader skip to the newest events', async () => {
  await using live = await start(undefined, 2);
  const slow = live.subscriber.subscribe(topic);
  const quick = live.subscriber.subscribe(topic);
  await slow.ready;
  for (const data of [1, 2, 3, 4, 5]) {
    await live.publisher.publish(topic, data);
    await quick.next();
  }
  expect((await take(slow, 2)).map((event) => event.data)).toEqual([4, 5]);
});

it('drops messages that are no events', async () => {
  await using live = await start();
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  await live.redis.publish(live.key, '{not json');
  await live.redis.publish(live.key, '{"epoch":1}');
  await live.publisher.publish(topic, 'good');
  expect(await subscription.next()).toMatchObject({ value: { data: 'good' } });
});

it('gives readers the newest event they missed while Redis was out of reach', async () => {
  // Its own, as this cuts everybody's connections.
  await using server = await startRedisServer();
  await using live = await start(server.url);
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  await live.publisher.publish(topic, 1);
  await take(subscription, 1);
  // Cut and published in one step: the message goes out while nobody listens.
  const lost = { epoch: 'x', offset: 7, at: '2026-11-21T00:00:00.000Z', data: 'missed' };
  await live.redis
    .multi()
    .call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    .hset(live.key, { epoch: lost.epoch, offset: lost.offset, last: JSON.stringify(lost) })
    .publish(live.key, JSON.stringify(lost))
    .exec();
  expect(await take(subscription, 1)).toEqual([lost]);
  await live.publisher.publish(topic, 'next');
  expect(await take(subscription, 1)).toMatchObject([{ offset: 8, data: 'next' }]);
});

it('does not set a reader back to an event from before it came', async () => {
  await using live = await start();
  await live.publisher.publish(topic, 'old');
  await using subscriber = createTopicSubscriber({ redisUrl: live.redisUrl, prefix: live.prefix, logger });
  const subscription = subscriber.subscribe(topic);
  await subscription.ready;
  await live.publisher.publish(topic, 'new');
  expect(await take(subscription, 1)).toMatchObject([{ offset: 2, data: 'new' }]);
});

it('goes on after Redis was killed and came back empty', async () => {
  await using server = await startRedisServer();
  await using live = await start(server.url);
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  await live.publisher.publish(topic, 1);
  await take(subscription, 1);
  await server.kill();
  await expect(live.publisher.publish(topic, 'refused')).rejects.toThrow();
  await expect(live.subscriber.lastEvent(topic)).rejects.toThrow();
  const late = live.subscriber.subscribe('late');
  await late.ready;
  await server.restart();
  await waitFor('a publication', () => live.publisher.publish(topic, 2).then(() => true));
  await live.publisher.publish('late', 3);
  // Subscribed before or after that: the kept event is given to readers whose connection comes back.
  expect(await take(subscription, 1)).toMatchObject([{ offset: 1, data: 2 }]);
  expect(await take(late, 1)).toMatchObject([{ data: 3 }]);
});

it('ends every reader when it is disposed, also while Redis is away', async () => {
  await using present = await start();
  await using absent = await start('redis://127.0.0.1:1');
  const readers = [present, absent].map(({ subscriber }) => subscriber.subscribe(topic));
  const left = absent.subscriber.subscribe('left');
  await left.return();
  const waiting = readers.map((reader) => reader.next());
  const startedAt = performance.now();
  await Promise.all([present, absent].map((live) => live[Symbol.asyncDispose]()));
  expect(await Promise.all(waiting)).toEqual([
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
  // Waiting for Redis would take two.
  expect(performance.now() - startedAt).toBeLessThan(1_900);
});

it('what follows is taken for new although Redis came back without its last second', async () => {
  await using server = await startRedisServer();
  await using live = await start(server.url);
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  await live.publisher.publish(topic, 'first');
  const backup = await live.redis.dumpBuffer(live.key);
  await live.publisher.publish(topic, 'second');
  await live.publisher.publish(topic, 'third');
  await take(subscription, 3);
  await server.kill();
  await server.restart();
  await live.redis.restore(live.key, 0, backup, 'REPLACE');
  await waitFor('the channel', async () => (await live.channelCount()) === 1, 20_000);
  const publish = () => live.publisher.publish(topic, 'fourth').then(() => true);
  await waitFor('the publisher', () => publish().catch(() => false), 20_000);
  const seen: unknown[] = [];
  while (seen.at(-1) !== 'fourth') seen.push((await take(subscription, 1))[0]?.data);
  expect(seen.at(-1)).toBe('fourth');
}, 60_000);

it('a state that is older than what was published comes too late', async () => {
  await using live = await start();
  const subscription = live.subscriber.subscribe(topic);
  await subscription.ready;
  expect(await live.publisher.revisionsOf([topic, 'another'])).toEqual([undefined, undefined]);
  for (const revision of [9, 10, 9, 10, 11]) await live.publisher.publish(topic, revision, 60, revision);
  expect((await take(subscription, 4)).map(({ data }) => data)).toEqual([9, 10, 10, 11]);
  expect(await live.publisher.revisionsOf([topic, 'another'])).toEqual([11, undefined]);
});
