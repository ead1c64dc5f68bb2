import { expect, it } from '@jest/globals';
import { createLiveQueue } from '../src/live-queue.ts';

const event = (offset: number, epoch = 'e') => ({ epoch, offset, at: '2026-11-21T00:00:00.000Z', data: offset });

async function take(queue: ReturnType<typeof createLiveQueue>, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  for (let index = 0; index < count; index += 1) taken.push((await queue.next()).value?.data);
  return taken;
}

it('keeps the newest events when it is full', async () => {
  const queue = createLiveQueue(3);
  for (const offset of [1, 2, 3, 4, 5]) queue.push(event(offset));
  expect(await take(queue, 3)).toEqual([3, 4, 5]);
});

it('gives an event to the reader who waits longest', async () => {
  const queue = createLiveQueue(3);
  const readers = [queue.next(), queue.next()];
  queue.push(event(1));
  queue.push(event(2));
  expect(await Promise.all(readers)).toMatchObject([{ value: { data: 1 } }, { value: { data: 2 } }]);
});

it('drops what is not newer, but takes a new epoch from its first event', async () => {
  const queue = createLiveQueue(9);
  for (const each of [event(5), event(5), event(4), event(6), event(1, 'f'), event(2, 'f')]) queue.push(each);
  expect(await take(queue, 4)).toEqual([5, 6, 1, 2]);
});

it('lets waiting readers finish when it ends', async () => {
  const queue = createLiveQueue(3);
  const reader = queue.next();
  queue.end();
  queue.push(event(1));
  expect(await reader).toEqual({ done: true, value: undefined });
  expect(await queue.next()).toEqual({ done: true, value: undefined });
});
