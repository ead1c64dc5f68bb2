import { setTimeout as pause } from 'node:timers/promises';
import { answerLines } from '../../gateway/processes/lines.ts';
import { churn } from './churn.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import type { Order, Summary } from './orders.ts';
import { steadyMs } from './steady-clock.ts';
import type { Subscriber } from './subscriber.ts';
import { createTally, markTally } from './tally.ts';

/** A process of lean clients: does one order after the other. */
const tally = createTally();
let crowd: Crowd | undefined;
/** Events of each client when counting began. */
let marks: readonly number[] = [];

await answerLines(async (order: Order): Promise<Summary> => {
  const beganAtMs = steadyMs();
  const missing = await obey(order);
  const { events, gaps, disorder, resumed, snapshots, lastAtMs } = tally;
  return {
    clients: crowd?.subscribers.length ?? 0,
    events,
    missing,
    latencyMs: tally.latencyMs,
    gaps,
    disorder,
    resumed,
    snapshots,
    faults: Object.fromEntries(tally.faults),
    atMs: lastAtMs,
    beganAtMs,
  };
});

/** How many clients have not got what the order was about. */
async function obey(order: Order): Promise<number> {
  switch (order.kind) {
    case 'open':
      crowd = createCrowd(order.ground, order.from, order.count, tally);
      await crowd.open();
      return lacking((one) => one.isLive());
    case 'mark':
      markTally(tally, order.readsAll);
      marks = (crowd?.subscribers ?? []).map((one) => one.events());
      return 0;
    case 'await': {
      const wanted = order.events * (crowd?.subscribers.length ?? 0);
      await untilQuiet(() => tally.events >= wanted, order.quietMs);
      return lacking((one, index) => one.events() - (marks[index] ?? 0) >= order.events);
    }
    case 'cut':
      tally.caughtUp = 0;
      tally.target = order.revision;
      crowd?.cut();
      return 0;
    case 'catchUp': {
      const wanted = crowd?.subscribers.length ?? 0;
      const until = steadyMs() + order.withinMs;
      while (tally.caughtUp < wanted && steadyMs() < until) await pause(5);
      return wanted - tally.caughtUp;
    }
    case 'churn':
      await churn(order, tally);
      return 0;
    case 'leave':
      await crowd?.leave();
      return 0;
    default:
      return order satisfies never;
  }
}

function lacking(has: (one: Subscriber, index: number) => boolean): number {
  return (crowd?.subscribers ?? []).filter((one, index) => !has(one, index)).length;
}

async function untilQuiet(isDone: () => boolean, quietMs: number): Promise<void> {
  let events = tally.events;
  let changedAt = steadyMs();
  while (!isDone()) {
    await pause(5);
    if (tally.events !== events) {
      events = tally.events;
      changedAt = steadyMs();
    } else if (steadyMs() - changedAt > quietMs) return;
  }
}
