import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { createTimingWheel } from './timing-wheel.ts';

type Item = { readonly name: string };

function start(slots = 8) {
  const due: { readonly item: Item; readonly at: number }[] = [];
  const wheel = createTimingWheel<Item>({
    tickMs: 5,
    slots,
    onDue: (item) => void due.push({ item, at: performance.now() }),
  });
  return { wheel, due, [Symbol.dispose]: () => wheel[Symbol.dispose]() };
}

describe('a timing wheel', () => {
  it('tells each deadline once and never too early, those beyond a round too', async () => {
    using test = start();
    const { wheel, due } = test;
    const now = performance.now();
    const items = Array.from({ length: 200 }, (_, place) => ({ item: { name: `${place}` }, at: now + place - 20 }));
    for (const { item, at } of items) wheel.set(item, at);
    expect(wheel.size).toBe(200);
    await waitFor('all', () => due.length >= 200);
    expect(wheel.size).toBe(0);
    expect(new Set(due.map(({ item }) => item)).size).toBe(200);
    const toldAt = new Map(due.map(({ item, at }) => [item, at]));
    for (const { item, at } of items) expect(toldAt.get(item)).toBeGreaterThanOrEqual(at);
  });

  it('knows only the last deadline of each, and none that was taken away', async () => {
    using test = start();
    const { wheel, due } = test;
    const [moved, gone, other] = ['moved', 'gone', 'other'].map((name) => ({ name }));
    if (!moved || !gone || !other) throw new Error('three');
    const now = performance.now();
    wheel.set(moved, now);
    wheel.set(gone, now);
    wheel.set(other, now);
    wheel.set(moved, now + 60);
    wheel.delete(gone);
    wheel.delete(gone);
    expect(wheel.size).toBe(2);
    await waitFor('both', () => due.length === 2);
    expect(due.map(({ item }) => item)).toEqual([other, moved]);
    expect(due[1]?.at).toBeGreaterThanOrEqual(now + 60);
  });

  it('lets one set its next deadline while it is told of the last', async () => {
    let told = 0;
    using wheel = createTimingWheel<Item>({
      tickMs: 2,
      slots: 4,
      onDue(item) {
        told += 1;
        if (told < 5) wheel.set(item, performance.now() + 3);
      },
    });
    wheel.set({ name: 'pings' }, performance.now());
    await waitFor('five', () => told === 5);
    expect(wheel.size).toBe(0);
  });

  it('that was stopped for longer than a round tells what is due, once', async () => {
    using test = start(4);
    const { wheel, due } = test;
    const now = performance.now();
    const items = Array.from({ length: 30 }, (_, place) => ({ name: `${place}` }));
    for (const [place, item] of items.entries()) wheel.set(item, now + place * 3);
    // Nothing else has its turn, as in a process that is frozen.
    while (performance.now() < now + 120);
    await waitFor('all', () => due.length >= 30);
    expect(new Set(due.map(({ item }) => item)).size).toBe(30);
    expect(due).toHaveLength(30);
  });
});
