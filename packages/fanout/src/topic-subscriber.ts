import type { LiveEnvelope } from '@lectern/events';
import type { Logger } from '@lectern/runtime';
import { createLiveQueue, type LiveQueue } from './live-queue.ts';
import { createLiveSubscription, type LiveSubscription } from './live-subscription.ts';
import { startFeed } from './topic-feed.ts';

export type TopicSubscriberOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly logger: Logger;
  /** Events kept for a reader that is slower than the topic; the oldest go first (8). */
  readonly queueMax?: number;
};

export type TopicSubscriber = AsyncDisposable & {
  /** Subscribes now, not at the first `next()`. */
  subscribe(topic: string): LiveSubscription;
  /** The event published last, kept for a day; null when there is none. Rejects while Redis is away. */
  lastEvent(topic: string): Promise<LiveEnvelope | null>;
  /** Topics that have a reader at the moment. */
  readonly topicCount: number;
};

/** A feed for those who would rather iterate. Disposing ends all readers. */
export function createTopicSubscriber({ queueMax = 8, ...options }: TopicSubscriberOptions): TopicSubscriber {
  const { feed, lastEvent } = startFeed(options);
  const queues = new Set<LiveQueue>();
  return {
    get topicCount() {
      return feed.topicCount;
    },
    lastEvent,
    subscribe(topic) {
      const queue = createLiveQueue(queueMax);
      queues.add(queue);
      const follower = feed.follow(topic, {
        onEvent: queue.push,
        onBreak: (newest) => newest && queue.push(newest),
        onAway() {},
        onBack() {},
      });
      return createLiveSubscription(queue, follower.ready, () => {
        queues.delete(queue);
        follower.leave();
      });
    },
    async [Symbol.asyncDispose]() {
      for (const queue of queues) queue.end();
      await feed[Symbol.asyncDispose]();
    },
  };
}
