import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startRedisServer, testRedis, waitFor } from '@lectern/testing';
import { record, startFeedTest, startOwnRedis } from './_feed.ts';
import { startTcpProxy } from './_tcp-proxy.ts';

const topic = 'exam.1.live';

/** The feed goes through a network that fails; the publisher does not. */
async function startBehindProxy() {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await testRedis());
  const proxy = stack.use(await startTcpProxy(url));
  const live = stack.use(await startFeedTest({ redisUrl: proxy.url, publisherUrl: url }));
  const resources = stack.move();
  return { ...live, proxy, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

it('tells what was missed while Redis was out of reach, then that it is back', async () => {
  await using live = await startBehindProxy();
  const reader = record(live.feed, topic);
  const quiet = record(live.feed, 'quiet');
  await Promise.all([reader.follower.ready, quiet.follower.ready]);
  await live.publishAll(topic, [1, 2]);
  await waitFor('the events', () => reader.told.length === 2);
  live.proxy.refuse();
  await live.publishAll(topic, [3, 4, 5]);
  await waitFor('the outage', () => live.feed.isAway && reader.told.length === 3);
  // What is known stays known.
  expect(reader.follower.position()?.offset).toBe(2);
  live.proxy.accept();
  await waitFor('the end of it', () => reader.kinds().includes('back') && quiet.kinds().includes('back'));
  await live.publishAll(topic, [6]);
  await waitFor('the event', () => reader.told.length === 8);
  expect(reader.kinds()).toEqual(['event', 'event', 'away', 'event', 'event', 'event', 'back', 'event']);
  expect(reader.data()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(quiet.kinds()).toEqual(['away', 'back']);
  expect(live.feed.isAway).toBe(false);
});

it('tells nobody of a connection that is back at once, and fills the gap', async () => {
  // Its own, as this cuts everybody's connections.
  await using live = await startOwnRedis();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  for (let round = 1; round <= 10; round += 1) {
    await live.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await live.publishAll(topic, [2 * round - 1, 2 * round]);
    await waitFor('the events', () => reader.told.length === 2 * round);
  }
  expect(reader.data()).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(new Set(reader.kinds())).toEqual(new Set(['event']));
});

it('tells of a break, with the newest, when more was missed than is kept', async () => {
  await using live = await startBehindProxy();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  await live.publishAll(topic, [0]);
  await waitFor('the event', () => reader.told.length === 1);
  live.proxy.refuse();
  await Promise.all(Array.from({ length: 200 }, (_, index) => live.publisher.publish(topic, index + 1)));
  live.proxy.accept();
  await waitFor('the break', () => reader.kinds().includes('break'));
  expect(reader.data()).toEqual([0, 200]);
  expect(reader.follower.position()?.offset).toBe(201);
});

it('goes on where it was when Redis was killed and is back with its data', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fanout-redis-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const live = stack.use(await startOwnRedis({ dataDir }));
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  await live.publishAll(topic, [1, 2]);
  await waitFor('the events', () => reader.told.length === 2);
  await live.server.kill();
  await waitFor('the outage', () => reader.kinds().includes('away'));
  await live.server.restart();
  await waitFor('the end of it', () => reader.kinds().includes('back'));
  expect(reader.kinds()).toEqual(['event', 'event', 'away', 'back']);
  await waitFor('a publication', () => live.publisher.publish(topic, 3).then(() => true));
  await waitFor('the news', () => reader.told.length === 5);
  // Another run counts in another epoch: it may have lost its last second.
  expect(reader.told.at(-1)).toMatchObject({ kind: 'break', event: { data: 3 } });
});

it('tells of a break without a newest when Redis is back empty, also to who had nothing', async () => {
  await using live = await startOwnRedis();
  const reader = record(live.feed, topic);
  const waits = record(live.feed, 'nothing yet');
  await Promise.all([reader.follower.ready, waits.follower.ready]);
  await live.publishAll(topic, [1]);
  await waitFor('the event', () => reader.told.length === 1);
  await live.server.kill();
  await waitFor('the outage', () => reader.kinds().includes('away'));
  await live.server.restart();
  await waitFor('the end of it', () => reader.kinds().includes('back') && waits.kinds().includes('back'));
  expect(reader.told.slice(1)).toEqual([{ kind: 'away' }, { kind: 'break', event: null }, { kind: 'back' }]);
  expect(waits.kinds()).toEqual(['away', 'break', 'back']);
  expect(reader.follower.newest()).toBeUndefined();
  await waitFor('a publication', () => live.publisher.publish(topic, 2).then(() => true));
  await waitFor('the event', () => reader.data().at(-1) === 2);
  expect(reader.told.at(-1)).toMatchObject({ kind: 'event', event: { offset: 1 } });
});

it('finds out that Redis has stopped answering, and misses nothing when it answers again', async () => {
  await using live = await startOwnRedis();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  await live.publishAll(topic, [1]);
  await waitFor('the first event', () => reader.data().length === 1);
  live.server.freeze();
  await waitFor('the outage', () => reader.kinds().includes('away'));
  const late = record(live.feed, 'late');
  await late.follower.ready;
  expect(late.kinds()).toEqual(['away']);
  live.server.thaw();
  await waitFor('the end of it', () => reader.kinds().includes('back') && late.kinds().includes('back'));
  await live.publishAll(topic, [2]);
  await waitFor('the event', () => reader.data().at(-1) === 2);
  expect(reader.kinds()).toEqual(['event', 'away', 'back', 'event']);
  expect(late.kinds()).toEqual(['away', 'break', 'back']);
}, 60_000);

it('finds a dead connection that does not say so', async () => {
  await using live = await startBehindProxy();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  live.proxy.freeze();
  await live.publishAll(topic, [1, 2, 3]);
  await waitFor('the events', () => reader.data().length === 3);
  expect(reader.data()).toEqual([1, 2, 3]);
  expect(reader.kinds()).not.toContain('break');
  // Both connections were dead; the one that reads is found as well.
  const other = record(live.feed, 'other');
  await waitFor('a position', () => other.follower.position());
}, 60_000);

it('is ready within two seconds while Redis is away, and told what there is when it is back', async () => {
  await using server = await startRedisServer();
  await server.kill();
  await using live = await startFeedTest({ redisUrl: server.url });
  const reader = record(live.feed, topic);
  const empty = record(live.feed, 'empty');
  const begun = performance.now();
  await Promise.all([reader.follower.ready, empty.follower.ready]);
  // Two seconds, and whatever a busy machine adds.
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect([reader.kinds(), reader.follower.position()]).toEqual([['away'], undefined]);
  expect(await reader.follower.since({ epoch: 'x', offset: 1 })).toBeUndefined();
  expect(live.feed.isAway).toBe(true);
  await server.restart();
  await waitFor('a publication', () => live.publisher.publish(topic, 'first').then(() => true));
  await waitFor('the end of it', () => reader.kinds().includes('back') && empty.kinds().includes('back'));
  await waitFor('the event', () => reader.data().at(-1) === 'first');
  expect(reader.kinds().filter((kind) => kind === 'break')).toHaveLength(1);
  expect(empty.told).toEqual([{ kind: 'away' }, { kind: 'break', event: null }, { kind: 'back' }]);
  expect(reader.follower.position()?.offset).toBe(1);
});

it('forgets no topic in an outage: those left are left, those that came are there', async () => {
  await using live = await startBehindProxy();
  const stays = record(live.feed, 'stays');
  const leaves = record(live.feed, 'leaves');
  await Promise.all([stays.follower.ready, leaves.follower.ready]);
  live.proxy.refuse();
  await waitFor('the outage', () => stays.kinds().includes('away'));
  leaves.follower.leave();
  const comes = record(live.feed, 'comes');
  const neither = record(live.feed, 'neither');
  neither.follower.leave();
  live.proxy.accept();
  await Promise.all([comes.follower.ready, waitFor('the end of it', () => stays.kinds().includes('back'))]);
  await waitFor('the channels', async () => (await live.channelCount()) === 2);
  for (const name of ['stays', 'leaves', 'comes', 'neither']) await live.publisher.publish(name, name);
  await waitFor('the events', () => stays.data().length === 1 && comes.data().includes('comes'));
  expect([leaves.data(), neither.told, live.feed.topicCount]).toEqual([[], [], 2]);
});
