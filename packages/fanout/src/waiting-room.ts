import type { Follower } from './follower.ts';
import { type Teller, tellAway } from './tell-topic.ts';

export type WaitingRoom = {
  add(follower: Follower): void;
  delete(follower: Follower): void;
  tick(): void;
};

/** Whoever waits is ready after this in any case; with the tick after it, within two seconds. */
const readyMaxMs = 1_500;

/** Followers that are not ready, with one clock for all of them. */
export function createWaitingRoom(teller: Teller): WaitingRoom {
  const waiting = new Set<Follower>();
  return {
    add: (follower) => void waiting.add(follower),
    delete: (follower) => void waiting.delete(follower),
    tick() {
      const dueAt = teller.now() - readyMaxMs;
      for (const follower of waiting) {
        if (follower.state === 'WAITING' && follower.cameAt > dueAt) continue;
        waiting.delete(follower);
        if (follower.state !== 'WAITING') continue;
        follower.enter('BLIND');
        tellAway(teller, follower);
      }
    },
  };
}
