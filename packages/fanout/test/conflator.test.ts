import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { type ConflatorOptions, createConflator } from '../src/index.ts';

/** The clock is moved by hand; nothing here waits for real time. */
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

type Published = { readonly at: number; readonly topic: string; readonly state: number };

type Options = ConflatorOptions<number>;

function start(publish?: Options['publish'], intervalMs: Options['intervalMs'] = 500) {
  const published: Published[] = [];
  const begin = Date.now();
  const conflator = createConflator<number>({
    intervalMs,
    async publish(topic, state) {
      published.push({ at: Date.now() - begin, topic, state });
      await publish?.(topic, state);
    },
  });
  return { conflator, published };
}

const advance = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('publishes the first state at once', async () => {
  const { conflator, published } = start();
  conflator.push('a', 1);
  expect(published).toEqual([{ at: 0, topic: 'a', state: 1 }]);
  await advance(5_000);
  expect(published).toHaveLength(1);
});

it('publishes the newest of an interval at its end, and never drops the last', async () => {
  const { conflator, published } = start();
  for (let state = 1; state <= 100; state += 1) {
    conflator.push('a', state);
    await advance(13);
  }
  await advance(5_000);
  expect(published.map(({ at }) => at)).toEqual([0, 500, 1_000, 1_500]);
  expect(published.at(-1)?.state).toBe(100);
});

it('publishes at once again after a quiet interval', async () => {
  const { conflator, published } = start();
  conflator.push('a', 1);
  await advance(501);
  conflator.push('a', 2);
  expect(published.map(({ at, state }) => [at, state])).toEqual([
    [0, 1],
    [501, 2],
  ]);
});

it('keeps topics apart', async () => {
  const { conflator, published } = start();
  conflator.push('a', 1);
  conflator.push('b', 1);
  conflator.push('b', 2);
  await advance(500);
  expect(published.map(({ at, topic, state }) => [at, topic, state])).toEqual([
    [0, 'a', 1],
    [0, 'b', 1],
    [500, 'b', 2],
  ]);
});

it('gives each topic an interval of its own, which may change', async () => {
  let slowMs = 2_000;
  const { conflator, published } = start(undefined, (topic) => (topic === 'slow' ? slowMs : 100));
  for (let state = 1; state <= 40; state += 1) {
    conflator.push('slow', state);
    conflator.push('quick', state);
    await advance(100);
    if (state === 10) slowMs = 1_000;
  }
  await advance(5_000);
  const times = (topic: string) => published.filter((each) => each.topic === topic).map(({ at }) => at);
  expect(times('slow')).toEqual([0, 2_000, 3_000, 4_000]);
  expect(times('quick')).toHaveLength(40);
  expect(published.findLast(({ topic }) => topic === 'slow')?.state).toBe(40);
});

it('never publishes a topic twice at the same time, however slow it is', async () => {
  let running = 0;
  let most = 0;
  const { conflator, published } = start(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    running -= 1;
  });
  conflator.push('a', 1);
  conflator.push('a', 2);
  await advance(1_000);
  conflator.push('a', 3);
  await advance(10_000);
  expect(most).toBe(1);
  expect(published.map(({ at, state }) => [at, state])).toEqual([
    [0, 1],
    [1_700, 3],
  ]);
});

it('publishes a refused state at the next turn, or the newer one that came meanwhile', async () => {
  let refusals = 2;
  const { conflator, published } = start(async () => {
    refusals -= 1;
    if (refusals >= 0) throw new Error('no');
  });
  conflator.push('a', 1);
  await advance(600);
  conflator.push('a', 2);
  await advance(5_000);
  expect(published.map(({ at, state }) => [at, state])).toEqual([
    [0, 1],
    [500, 1],
    [1_000, 2],
  ]);
});

it('publishes what is pending when it is disposed, and leaves no timer', async () => {
  const { conflator, published } = start();
  conflator.push('a', 1);
  conflator.push('a', 2);
  conflator.push('b', 1);
  await conflator[Symbol.asyncDispose]();
  expect(published.map(({ topic, state }) => [topic, state])).toEqual([
    ['a', 1],
    ['b', 1],
    ['a', 2],
  ]);
  expect(jest.getTimerCount()).toBe(0);
  expect(() => conflator.push('a', 3)).toThrow('disposed');
});
