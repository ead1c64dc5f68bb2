import { expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { startFeedTest } from './_feed.ts';

const topic = 'exam.1.live';

it('costs a topic with one event no list, and keeps the list no longer than its events may be asked for', async () => {
  await using live = await startFeedTest();
  const list = `${live.keyOf(topic)}:kept`;
  await live.publisher.publish(topic, 1);
  expect(await live.redis.exists(list)).toBe(0);
  await live.publisher.publish(topic, 2);
  await live.publisher.publish(topic, 3);
  expect(await live.redis.lrange(list, 0, -1)).toMatchObject([
    expect.stringMatching(/^\d+ \{"epoch".*"data":1\}$/),
    expect.stringMatching(/"data":2\}$/),
  ]);
  const seconds = await live.redis.ttl(list);
  expect([seconds > 30, seconds <= 65]).toEqual([true, true]);
  await live.publisher.publish(topic, 4, 5);
  expect(await live.redis.ttl(list)).toBeLessThanOrEqual(5);
});

it('keeps no more than 128 events before the newest, and no more than a mebibyte', async () => {
  await using live = await startFeedTest();
  const list = `${live.keyOf(topic)}:kept`;
  await Promise.all(Array.from({ length: 300 }, (_, index) => live.publisher.publish(topic, index)));
  expect(await live.redis.llen(list)).toBe(128);
  const big = 'x'.repeat(100_000);
  for (let each = 0; each < 15; each += 1) await live.publisher.publish(topic, big);
  const kept = await live.redis.lrange(list, 0, -1);
  const bytes = kept.reduce((sum, { length }) => sum + length, 0);
  expect(bytes).toBeLessThanOrEqual(1_048_576);
  expect(bytes).toBeGreaterThan(900_000);
  expect(await live.redis.hget(live.keyOf(topic), 'bytes')).toBe(`${bytes}`);
  await live.publisher.publish(topic, 'x'.repeat(2_000_000));
  await live.publisher.publish(topic, 'small');
  expect(await live.redis.llen(list)).toBe(0);
  await live.publisher.publish(topic, 'small');
  expect(await live.redis.llen(list)).toBe(1);
});

it('drops events that are older than a minute by the clock of Redis', async () => {
  await using live = await startFeedTest();
  const key = live.keyOf(topic);
  for (const each of [1, 2, 3]) await live.publisher.publish(topic, each);
  const old = Date.now() - 66_000;
  const [first] = await live.redis.lrange(`${key}:kept`, 0, 0);
  await live.redis.lset(`${key}:kept`, 0, `${old}${first?.slice(`${old}`.length)}`);
  await live.publisher.publish(topic, 4);
  expect(await live.redis.llen(`${key}:kept`)).toBe(2);
  // The newest itself is old when the next one comes: so are all before it.
  await live.redis.hset(key, 'ms', old);
  await live.publisher.publish(topic, 5);
  expect(await live.redis.exists(`${key}:kept`)).toBe(0);
  await waitFor('the newest', async () => (await live.redis.hget(key, 'offset')) === '5');
});

it('keeps nothing of one epoch in another', async () => {
  await using live = await startFeedTest();
  const key = live.keyOf(topic);
  for (const each of [1, 2, 3]) await live.publisher.publish(topic, each);
  await live.redis.hset(key, 'run', 'another run');
  await live.publisher.publish(topic, 4);
  expect(await live.redis.exists(`${key}:kept`)).toBe(0);
});
