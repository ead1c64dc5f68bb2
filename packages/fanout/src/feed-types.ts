import type { LiveEnvelope } from '@lectern/events';
import type { Logger } from '@lectern/runtime';

/** Where a reader stands in the row of a topic's events. */
export type Position = { readonly epoch: string; readonly offset: number };

/** What the follower of a topic is told; all calls are synchronous and in order. */
export type TopicSink = {
  /** Each event once, offsets rising by one: gaps are filled from the kept events before they are told. */
  onEvent(event: LiveEnvelope): void;
  /**
   * The row of events is broken: another epoch, or more was missed than is kept. `newest` is the kept newest event; null
   * when nothing is kept, and only the source knows the state.
   */
  onBreak(newest: LiveEnvelope | null): void;
  /** Redis is away: what is shown may be old. Once per outage, after a second of it. */
  onAway(): void;
  /** Redis is back, and what was missed has been told by `onEvent` or `onBreak` before this. */
  onBack(): void;
};

export type TopicFollower = {
  /**
   * Resolves when no later event can be missed and `position` is known. Within two seconds in any case: while Redis is
   * away it resolves all the same, with `position()` undefined after `onAway`; `onBreak` and `onBack` follow when it is
   * back. Never rejects.
   */
  readonly ready: Promise<void>;
  /**
   * Of the newest event told or kept. For a topic of which nothing is kept: `{epoch: 'run:<redis run id>', offset: 0}`.
   * Undefined while it is not known.
   */
  position(): Position | undefined;
  /** The newest event told or kept, if there is one. */
  newest(): LiveEnvelope | undefined;
  /**
   * Kept events after `position`, oldest first, up to `position()` at the moment of the answer; what is told meanwhile
   * may be among them. Out of this process's memory where it reaches back so far, else out of Redis (equal questions in
   * flight are asked once). Undefined when they are not all kept any more, or Redis is away. An empty list: nothing was
   * missed. `run:<id>` with offset 0, of the present run, means before the first event.
   */
  since(position: Position): Promise<readonly LiveEnvelope[] | undefined>;
  /** Nothing is told after this. */
  leave(): void;
};

export type TopicFeed = AsyncDisposable & {
  /**
   * Follows a topic from now on; nothing is told before this has returned. Followers of one topic share one Redis
   * subscription: the last leaver ends it, and only the last; leaving before `ready` is safe. Many topics followed or
   * left in one turn of the event loop cost a few commands.
   */
  follow(topic: string, sink: TopicSink): TopicFollower;
  /** Topics that have a follower at the moment. */
  readonly topicCount: number;
  /** For health and metrics; a follower learns it from `onAway`, before it is ready, and is told the end of that alone. */
  readonly isAway: boolean;
};

export type TopicFeedOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly logger: Logger;
  /** How long events are kept in memory (60,000). */
  readonly keptMs?: number;
  /** How many events of a topic are kept in memory, beside the newest (128). */
  readonly keptMax?: number;
};
