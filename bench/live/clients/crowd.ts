import { setTimeout as pause } from 'node:timers/promises';
import { createTokenMaker } from '../../answers/school/token-issuer.ts';
import type { Ground } from './orders.ts';
import { steadyMs } from './steady-clock.ts';
import { createSubscriber, type Subscriber } from './subscriber.ts';
import type { Tally } from './tally.ts';

export type Crowd = {
  readonly subscribers: readonly Subscriber[];
  /** Settles when all have subscribed. */
  open(): Promise<void>;
  cut(): void;
  /** Half of them say goodbye, the others just go. */
  leave(): Promise<void>;
};

const openingAtOnce = 64;
const allWithinMs = 120_000;
const addressCount = 8;

/** Makes the subscribers of a ground by their numbers. */
export function createRecruiter(ground: Ground, tally: Tally): (number: number) => Subscriber {
  const makeToken = createTokenMaker(ground.key);
  // Who comes back has the same token still: a new one each time would fill the gateway's memory of tokens, as nobody does.
  const tokens = new Map<number, string>();
  const tokenOf = (number: number): string => {
    const token = tokens.get(number) ?? makeToken(viewerOf(number));
    tokens.set(number, token);
    return token;
  };
  return (number) => {
    const address = `127.0.${ground.host}.${1 + (number % addressCount)}`;
    return createSubscriber(ground, { number, address, token: tokenOf(number) }, tally);
  };
}

export const viewerOf = (number: number): string => `viewer-${number}`;

export function createCrowd(ground: Ground, from: number, count: number, tally: Tally): Crowd {
  const recruit = createRecruiter(ground, tally);
  const subscribers = Array.from({ length: count }, (_, index) => recruit(from + index));
  watch(subscribers);
  return {
    subscribers,
    async open() {
      const giveUpAt = steadyMs() + allWithinMs;
      let opened = 0;
      const pending = new Set<Subscriber>();
      while (opened < count || pending.size > 0) {
        for (const one of pending) if (one.isLive()) pending.delete(one);
        for (let room = openingAtOnce - pending.size; room > 0 && opened < count; room -= 1) {
          const next = subscribers[opened];
          opened += 1;
          next?.open();
          if (next) pending.add(next);
        }
        if (steadyMs() > giveUpAt) return;
        await pause(2);
      }
    },
    cut() {
      for (const one of subscribers) one.cut();
    },
    async leave() {
      for (const [index, one] of subscribers.entries()) {
        one.leave(index % 2 === 0 ? 'GOODBYE' : 'KILLED');
        // As a room empties, not as a network fails: that is another part of the bench.
        if (index % 200 === 199) await pause(10);
      }
    },
  };
}

/** Connections that do not come up are given up and tried again, as clients do. */
export function watch(subscribers: Iterable<Subscriber>): void {
  const timer = setInterval(() => {
    const nowMs = steadyMs();
    for (const one of subscribers) one.giveUpLate(nowMs);
  }, 1_000);
  timer.unref();
}
