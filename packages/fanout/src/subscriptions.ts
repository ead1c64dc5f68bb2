import type { Logger } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import type { Topic } from './topic.ts';

export type SubscriptionsOptions = {
  readonly redis: Redis;
  readonly logger: Logger;
  /** By their keys; those without a follower are removed at the end of the turn. */
  readonly topics: Map<string, Topic>;
  /** Redis has acknowledged: no later event can be missed. */
  readonly onSubscribed: (topic: Topic) => void;
  readonly onRemoved: (topic: Topic) => void;
};

export type Subscriptions = {
  /** The topic has got its first follower, or lost its last. What follows of it is sent at the end of the turn. */
  change(topic: Topic): void;
  /** A new connection, which is subscribed to nothing. */
  connected(): void;
  lost(): void;
  /** Tries again what Redis refused. */
  retry(): void;
};

const chunkMax = 500;

/**
 * Keeps one connection subscribed to the topics that have followers. Commands go out in order on one connection, so a
 * SUBSCRIBE after an UNSUBSCRIBE that is still under way holds.
 */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { redis, logger, topics } = options;
  const changed = new Set<Topic>();
  const refused = new Set<Topic>();
  let connection = 0;
  let isConnected = false;
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    const joining: Topic[] = [];
    const leaving: string[] = [];
    for (const topic of changed) {
      if (topic.followers.size === 0) {
        if (topics.get(topic.key) !== topic) continue;
        topics.delete(topic.key);
        options.onRemoved(topic);
        if (topic.isSent) leaving.push(topic.key);
        topic.isSent = false;
      } else if (isConnected && !topic.isSent) {
        topic.isSent = true;
        joining.push(topic);
      }
    }
    changed.clear();
    for (let from = 0; isConnected && from < leaving.length; from += chunkMax) {
      redis.unsubscribe(...leaving.slice(from, from + chunkMax)).catch(logLoss);
    }
    for (let from = 0; from < joining.length; from += chunkMax) void subscribe(joining.slice(from, from + chunkMax));
  }

  async function subscribe(chunk: readonly Topic[]): Promise<void> {
    const mine = connection;
    try {
      await redis.subscribe(...chunk.map(({ key }) => key));
    } catch (error) {
      if (mine !== connection) return;
      logger.error({ err: error, topics: chunk.length }, 'subscribing failed');
      for (const topic of chunk) {
        topic.isSent = false;
        refused.add(topic);
      }
      return;
    }
    if (mine !== connection) return;
    for (const topic of chunk) if (topic.isSent && topic.phase === 'JOINING') options.onSubscribed(topic);
  }

  /** Of a lost connection that is no news. */
  function logLoss(error: unknown): void {
    if (isConnected) logger.warn({ err: error }, 'unsubscribing failed');
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  }

  return {
    change(topic) {
      changed.add(topic);
      schedule();
    },
    connected() {
      isConnected = true;
      for (const topic of topics.values()) changed.add(topic);
      flush();
    },
    lost() {
      connection += 1;
      isConnected = false;
      refused.clear();
      for (const topic of topics.values()) topic.isSent = false;
    },
    retry() {
      for (const topic of refused) changed.add(topic);
      refused.clear();
      if (changed.size > 0) schedule();
    },
  };
}
