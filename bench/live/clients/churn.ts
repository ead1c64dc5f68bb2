import { setTimeout as pause } from 'node:timers/promises';
import { createRecruiter, watch } from './crowd.ts';
import type { Order } from './orders.ts';
import { steadyMs } from './steady-clock.ts';
import type { Subscriber } from './subscriber.ts';
import type { Tally } from './tally.ts';

const everyMs = 20;
/** Each client stays about so long. */
const lifeMs = 12_000;

/** A population that comes and goes: of a hundred that end, thirty are killed, and ten go while they are still coming. */
export async function churn(order: Extract<Order, { kind: 'churn' }>, tally: Tally): Promise<void> {
  // A client that leaves for a moment comes back with the position of the last event, not of the last that was looked at.
  tally.readsAll = true;
  const grounds = [
    order.ground,
    { ...order.ground, ids: 'FOREIGN' as const },
    { ...order.ground, field: 'result' as const },
  ];
  const recruiters = grounds.map((ground) => createRecruiter(ground, tally));
  const present = new Map<number, Subscriber>();
  watch({ [Symbol.iterator]: () => present.values() });
  const until = steadyMs() + order.seconds * 1_000;
  const turnsPerTick = (order.population * everyMs) / lifeMs;
  let due = 0;
  let come = 0;

  function enter(): void {
    // Numbers come round, so that viewers come back, as others.
    const number = order.from + (come % (4 * order.population));
    come += 1;
    if (present.has(number)) return;
    const recruit = recruiters[number % recruiters.length];
    if (!recruit) return;
    const subscriber = recruit(number);
    present.set(number, subscriber);
    subscriber.open();
    if (Math.random() < 0.1) {
      setTimeout(() => end(number, 'KILLED'), 30 * Math.random());
    }
  }
  function end(number: number, how: 'GOODBYE' | 'KILLED'): void {
    present.get(number)?.leave(how);
    present.delete(number);
  }
  function turn(): void {
    const [oldest] = present.keys();
    const subscriber = oldest === undefined ? undefined : present.get(oldest);
    if (oldest === undefined || !subscriber) return;
    const chance = Math.random();
    if (chance < 0.3) end(oldest, 'KILLED');
    else if (chance < 0.8 || !subscriber.isLive()) end(oldest, 'GOODBYE');
    else {
      subscriber.unsubscribe();
      subscriber.subscribe();
      present.delete(oldest);
      present.set(oldest, subscriber);
    }
  }

  while (steadyMs() < until) {
    due += turnsPerTick;
    for (; due >= 1; due -= 1) {
      if (present.size >= order.population) turn();
      enter();
    }
    await pause(everyMs);
  }
  for (const number of [...present.keys()]) end(number, Math.random() < 0.5 ? 'GOODBYE' : 'KILLED');
}
