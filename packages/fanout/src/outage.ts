import { type Teller, tellAway } from './tell-topic.ts';
import type { Topic } from './topic.ts';

export type Outage = {
  /** The connection is lost. `isLong`: it gave no answer for some time already. */
  begin(isLong: boolean): void;
  /** The topic has caught up, or is followed no more. */
  settle(topic: Topic): void;
  /** Over, if no topic waits any more and there is a connection. */
  endIfOver(): void;
  tick(): void;
  isAway(): boolean;
};

/** Whoever is cut off and back at once need not be told. */
const awayAfterMs = 1_000;

/** From the loss of the subscribing connection until every topic that it had has caught up. */
export function createOutage(teller: Teller, topics: ReadonlyMap<string, Topic>, isConnected: () => boolean): Outage {
  let present: { readonly since: number; isTold: boolean } | undefined;
  let lostCount = 0;

  const isLong = () => present !== undefined && teller.now() - present.since >= awayAfterMs;

  function endIfOver(): void {
    if (lostCount === 0 && isConnected()) present = undefined;
  }

  return {
    begin(isLong) {
      for (const topic of topics.values()) {
        if (!topic.isLost) lostCount += 1;
        topic.isLost = true;
        topic.phase = 'JOINING';
        topic.asked = undefined;
        topic.held = undefined;
        topic.heldBytes = 0;
        topic.hasDropped = false;
      }
      const since = teller.now() - (isLong ? awayAfterMs : 0);
      // Topics that had caught up are lost once more, and are to be told so once more.
      present = { since: Math.min(present?.since ?? since, since), isTold: false };
    },
    settle(topic) {
      if (!topic.isLost) return;
      topic.isLost = false;
      lostCount -= 1;
      endIfOver();
    },
    endIfOver,
    tick() {
      if (!present || present.isTold || !isLong()) return;
      present.isTold = true;
      for (const { isLost, followers } of topics.values()) {
        if (isLost) for (const follower of [...followers]) tellAway(teller, follower);
      }
    },
    isAway: isLong,
  };
}
