import { expect, it } from '@jest/globals';
import type { KeptRow } from './catch-up.ts';
import { Follower } from './follower.ts';
import { type Teller, takeMessage, takeRow, tellAway } from './tell-topic.ts';
import { createTopic, positionOf } from './topic.ts';

const teller: Teller = {
  limits: { keptMs: 60_000, keptMax: 3, keptBytesMax: 10_000 },
  now: () => 0,
  report(error) {
    throw error;
  },
};
const text = (offset: number, epoch = 'e') => JSON.stringify({ epoch, offset, at: 'now', data: `${epoch}${offset}` });
const row = (offset: number, texts: readonly string[], epoch = 'e'): KeptRow => {
  return { run: 'r', newest: { epoch, offset }, texts };
};

/** A topic that was read up to its second event, with one follower. */
function start() {
  const told: unknown[] = [];
  const topic = createTopic('key');
  const follower = new Follower(
    { since: async () => undefined, left() {} },
    topic,
    {
      onEvent: ({ data }) => void told.push(data),
      onBreak: (newest) => void told.push(['break', newest?.data]),
      onAway: () => void told.push('away'),
      onBack: () => void told.push('back'),
    },
    0,
  );
  topic.followers.add(follower);
  topic.phase = 'READING';
  takeRow(teller, topic, row(2, [text(2)]));
  return { told, topic, follower };
}

it('holds what comes during a question, and tells it after the answer', () => {
  const { told, topic } = start();
  topic.phase = 'READING';
  for (const offset of [3, 4, 5]) takeMessage(teller, topic, text(offset));
  expect(told).toEqual([]);
  // What is in the answer as well is told once.
  takeRow(teller, topic, row(4, [text(3), text(4)]));
  expect([told, topic.phase]).toEqual([['e3', 'e4', 'e5'], 'LIVE']);
});

it('takes what came before it was ready into its position, and tells it to nobody', () => {
  const { told, topic } = start();
  const fresh = createTopic('another');
  for (const follower of topic.followers) fresh.followers.add(follower);
  for (const follower of fresh.followers) follower.state = 'WAITING';
  fresh.phase = 'READING';
  takeMessage(teller, fresh, text(3));
  takeRow(teller, fresh, row(2, [text(2)]));
  expect([told, positionOf(fresh)]).toEqual([[], { epoch: 'e', offset: 3 }]);
});

it('asks once more when more came during a question than it holds', () => {
  const { told, topic } = start();
  topic.phase = 'READING';
  for (const offset of [3, 4, 5, 6, 7]) takeMessage(teller, topic, text(offset));
  takeRow(teller, topic, row(2, []));
  expect([told, topic.phase]).toEqual([['e3', 'e4', 'e5'], 'DUE']);
  topic.phase = 'READING';
  takeRow(teller, topic, row(7, [text(6), text(7)]));
  expect([told, topic.phase]).toEqual([['e3', 'e4', 'e5', 'e6', 'e7'], 'LIVE']);
});

it.each([
  ['the next', text(3), false, ['e3']],
  ['one it has', text(2), false, []],
  ['one after a gap', text(4), true, []],
  ['one of another epoch', text(1, 'f'), true, []],
])('of messages takes %s as it should', (_, message, isDue, expected) => {
  const { told, topic } = start();
  expect(takeMessage(teller, topic, message)).toBe(isDue);
  expect([told, topic.phase]).toEqual([expected, isDue ? 'DUE' : 'LIVE']);
});

it('does not go back to an epoch that the answer to a question has overtaken', () => {
  const { told, topic } = start();
  topic.phase = 'READING';
  takeMessage(teller, topic, text(3));
  takeRow(teller, topic, row(1, [text(1, 'f')], 'f'));
  // The message of the old epoch is not told; Redis is asked again, and has nothing new.
  expect(topic.phase).toBe('DUE');
  topic.phase = 'READING';
  takeRow(teller, topic, row(1, [], 'f'));
  expect(topic.phase).toBe('LIVE');
  takeMessage(teller, topic, text(2, 'f'));
  expect(told).toEqual([['break', 'f1'], 'f2']);
});

it('tells of an outage once, and of its end after what was missed', () => {
  const { told, topic, follower } = start();
  topic.phase = 'JOINING';
  tellAway(teller, follower);
  tellAway(teller, follower);
  takeMessage(teller, topic, text(3));
  takeRow(teller, topic, row(3, [text(3)]));
  expect(told).toEqual(['away', 'e3', 'back']);
});

it('gives the newest to who became ready without a position, and nobody else a break', () => {
  const { told, topic, follower } = start();
  follower.state = 'BLIND';
  expect([follower.position(), follower.newest()]).toEqual([undefined, undefined]);
  tellAway(teller, follower);
  topic.phase = 'READING';
  takeRow(teller, topic, row(2, []));
  expect(told).toEqual(['away', ['break', 'e2'], 'back']);
});
