import { expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { createTopicFeed, type TopicFollower } from '../src/index.ts';
import { record, startFeedTest, startOwnRedis } from './_feed.ts';

const topic = 'exam.1.live';

async function missed(follower: TopicFollower, epoch: string, offset: number): Promise<unknown> {
  return (await follower.since({ epoch, offset }))?.map(({ data }) => data);
}

it('answers out of memory what this process has seen', async () => {
  await using live = await startOwnRedis();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  await live.publishAll(topic, [1, 2, 3, 4]);
  await waitFor('the events', () => reader.told.length === 4);
  const reads = await live.callsOf('eval');
  const epoch = reader.events()[0]?.epoch ?? '';
  const answers = await Promise.all([1, 2, 3, 4].map((offset) => missed(reader.follower, epoch, offset)));
  expect(answers).toEqual([[2, 3, 4], [3, 4], [4], []]);
  expect(await live.callsOf('eval')).toBe(reads);
});

it('answers out of Redis what was before this process came; equal questions are asked once', async () => {
  await using live = await startOwnRedis();
  await live.publishAll(topic, [1, 2, 3, 4]);
  await using fresh = createTopicFeed(live.options);
  const reader = record(fresh, topic);
  await reader.follower.ready;
  const epoch = reader.follower.position()?.epoch ?? '';
  const reads = await live.callsOf('eval');
  expect(await Promise.all([3, 4].map((offset) => missed(reader.follower, epoch, offset)))).toEqual([[4], []]);
  expect(await live.callsOf('eval')).toBe(reads);
  const many = Array.from({ length: 500 }, (_, index) => missed(reader.follower, epoch, 1 + (index % 2)));
  const answers = await Promise.all(many);
  expect(answers.slice(0, 2)).toEqual([
    [2, 3, 4],
    [3, 4],
  ]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(2);
  expect(await live.callsOf('eval')).toBe(reads + 1);
});

it('answers nothing to what is not kept any more, never was, or is of another epoch', async () => {
  await using live = await startFeedTest();
  for (let each = 1; each <= 150; each += 1) await live.publisher.publish(topic, each);
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  const epoch = reader.follower.position()?.epoch ?? '';
  // The newest and 128 before it.
  expect(await missed(reader.follower, epoch, 150 - 129)).toHaveLength(129);
  expect(await missed(reader.follower, epoch, 150 - 130)).toBeUndefined();
  expect(await missed(reader.follower, epoch, 151)).toBeUndefined();
  expect(await missed(reader.follower, 'another', 150)).toBeUndefined();
  expect(await missed(reader.follower, 'run:another', 0)).toBeUndefined();
});

it('takes the beginning of the present run for before the first event', async () => {
  await using live = await startFeedTest();
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  const { epoch } = reader.follower.position() ?? { epoch: '' };
  expect(await missed(reader.follower, epoch, 0)).toEqual([]);
  await live.publishAll(topic, [1, 2]);
  await waitFor('the events', () => reader.told.length === 2);
  expect(await missed(reader.follower, epoch, 0)).toEqual([1, 2]);
  await using fresh = createTopicFeed(live.options);
  const other = record(fresh, topic);
  await other.follower.ready;
  expect(await missed(other.follower, epoch, 0)).toEqual([1, 2]);
});

it('ends where the topic stands when it answers, while events go on', async () => {
  await using live = await startFeedTest();
  await live.publishAll(topic, [1, 2, 3]);
  const reader = record(live.feed, topic);
  await reader.follower.ready;
  const epoch = reader.follower.position()?.epoch ?? '';
  for (let round = 1; round <= 100; round += 1) {
    const publishing = live.publishAll(topic, [round, round]);
    const asked = reader.follower.since({ epoch, offset: round % 3 });
    const events = await asked;
    const end = reader.follower.position()?.offset ?? 0;
    if (events) {
      expect(events.at(-1)?.offset).toBe(end);
      expect(events).toHaveLength(end - (round % 3));
    } else expect(end).toBeGreaterThan(128);
    await publishing;
  }
});

it('answers of one topic alone, whatever others are called and whatever epoch is asked for', async () => {
  await using live = await startFeedTest();
  for (const each of [1, 2, 3]) await live.publisher.publish(`${topic} x`, each);
  const plain = record(live.feed, topic);
  const longer = record(live.feed, `${topic} x`);
  await Promise.all([plain.follower.ready, longer.follower.ready]);
  const epoch = longer.follower.position()?.epoch ?? '';
  const answers = [missed(plain.follower, `x ${epoch}`, 1), missed(longer.follower, epoch, 1)];
  expect(await Promise.all(answers)).toEqual([undefined, [2, 3]]);
});
