import { expect, it } from '@jest/globals';
import { createTopic, eventsAfter, forgetOld, forgetParsed, newestOf, remember, type Topic } from './topic.ts';

const limits = { keptMs: 60_000, keptMax: 128, keptBytesMax: 1_048_576 };

function fill(topic: Topic, count: number, { size = 10, everyMs = 0 } = {}): Topic {
  topic.epoch = 'e';
  for (let each = 0; each < count; each += 1) {
    topic.offset += 1;
    const { epoch, offset } = topic;
    const text = JSON.stringify({ epoch, offset, at: '2026-11-21T00:00:00.000Z', data: 'x'.repeat(size) });
    remember(topic, { offset, text, cameAt: offset * everyMs, parsed: undefined }, limits);
  }
  return topic;
}

const lengthAfter = (topic: Topic, offset: number) => eventsAfter(topic, { epoch: 'e', offset })?.length;

it('remembers so many events before the newest as are allowed, and no older ones', () => {
  const topic = fill(createTopic('k'), 1_000);
  expect(lengthAfter(topic, 1_000 - 129)).toBe(129);
  expect(lengthAfter(topic, 1_000 - 130)).toBeUndefined();
});

it('remembers no more than a mebibyte before the newest, and always the newest', () => {
  const topic = fill(createTopic('k'), 100, { size: 100_000 });
  expect(lengthAfter(topic, 90)).toBe(10);
  expect(topic.olderBytes).toBeLessThanOrEqual(1_048_576);
  expect(topic.olderBytes).toBe(topic.older?.reduce((sum, { text }) => sum + text.length, 0));
  fill(topic, 2, { size: 2_000_000 });
  expect(topic.older).toBeUndefined();
  expect(newestOf(topic)?.offset).toBe(102);
});

it('forgets what is older than a minute when the next comes, or at the sweep, but not the newest', () => {
  const topic = fill(createTopic('k'), 100, { everyMs: 1_000 });
  expect([lengthAfter(topic, 39), lengthAfter(topic, 38)]).toEqual([61, undefined]);
  forgetOld(topic, 90_000, limits);
  expect([lengthAfter(topic, 89), lengthAfter(topic, 88)]).toEqual([11, undefined]);
  forgetOld(topic, 1_000_000, limits);
  expect([topic.older, topic.olderBytes, lengthAfter(topic, 99)]).toEqual([undefined, 0, 1]);
});

it('parses an event once for all who ask, until the sweep', () => {
  const topic = fill(createTopic('k'), 3);
  const first = eventsAfter(topic, { epoch: 'e', offset: 0 });
  expect(first?.[2]).toBe(newestOf(topic));
  forgetParsed(topic);
  expect(newestOf(topic)).not.toBe(first?.[2]);
  expect(newestOf(topic)).toEqual(first?.[2]);
});

it('knows nothing of another epoch, nor of what is to come', () => {
  const topic = fill(createTopic('k'), 3);
  expect(eventsAfter(topic, { epoch: 'f', offset: 2 })).toBeUndefined();
  expect(eventsAfter(topic, { epoch: 'e', offset: 4 })).toBeUndefined();
});
