import type { LiveEnvelope } from '@lectern/events';
import type { Logger } from '@lectern/runtime';
import { RedisPubSub } from 'graphql-redis-subscriptions';
import type { Redis } from 'ioredis';
import { isEnvelope } from './envelope.ts';
import { readLastEvents } from './last-events.ts';
import { createLiveQueue, type LiveQueue } from './live-queue.ts';
import { createLiveSubscription, type LiveSubscription } from './live-subscription.ts';
import { connectTo, hangUp } from './redis-options.ts';
import { guardSubscriptions } from './subscribing-redis.ts';
import { topicKey } from './topic-key.ts';

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

const queueMaxDefault = 8;
const readTimeoutMs = 2_000;
const readyMaxMs = 2_000;

/** Who reads what: the key of the topic, and whether the reader was told that it misses nothing. */
type Readers = Map<LiveQueue, { readonly key: string; isReady: boolean }>;

/**
 * Live topics of one process over two connections, however many readers there are: readers of one topic share one
 * Redis subscription, which ends with the last of them. After a lost connection every reader is given the newest
 * event of its topic if it has missed it. Connects in the background and heals itself; disposing ends all readers.
 */
export function createTopicSubscriber(options: TopicSubscriberOptions): TopicSubscriber {
  const { redisUrl, prefix, queueMax = queueMaxDefault } = options;
  const logger = options.logger.child({ part: 'topic-subscriber' });
  const stop = new AbortController();
  const reading = connectTo(redisUrl, logger, { commandTimeout: readTimeoutMs, maxRetriesPerRequest: 1 });
  const subscribing = connectTo(redisUrl, logger, {
    maxRetriesPerRequest: null,
    // A SUBSCRIBE sent while ioredis still asks INFO whether Redis is ready makes that question fail; ioredis then
    // reconnects and forgets the channel. So this connection asks nothing before it subscribes.
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  const guarded = guardSubscriptions(subscribing, logger, stop.signal);
  const pubSub = new RedisPubSub({ publisher: reading, subscriber: guarded });
  const readers: Readers = new Map();
  subscribing.on('ready', () => {
    catchUp(readers, subscribing, reading).catch((error: unknown) => {
      if (!stop.signal.aborted) logger.warn({ err: error }, 'catching up failed; readers wait for the next event');
    });
  });
  return {
    get topicCount() {
      return new Set([...readers.values()].map(({ key }) => key)).size;
    },
    subscribe(topic) {
      const reader = { key: topicKey(prefix, topic), isReady: false };
      const queue = createLiveQueue(queueMax);
      readers.set(queue, reader);
      const subscribed = pubSub.subscribe(reader.key, (message: unknown) => {
        if (isEnvelope(message)) queue.push(message);
        else logger.warn({ topic }, 'a message that is no event was dropped');
      });
      const ready = settleWithin(readyMaxMs, subscribed).then(() => {
        reader.isReady = true;
      });
      return createLiveSubscription(queue, ready, () => {
        readers.delete(queue);
        // Only once it is subscribed: unsubscribed earlier, the library would keep a listener that it no longer knows.
        subscribed
          .then((id) => pubSub.unsubscribe(id))
          .catch((error: unknown) => logger.error({ err: error, topic }, 'unsubscribing failed'));
      });
    },
    async lastEvent(topic) {
      const key = topicKey(prefix, topic);
      return (await readLastEvents(reading, [key])).get(key) ?? null;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      for (const queue of readers.keys()) queue.end();
      readers.clear();
      hangUp(subscribing);
      hangUp(reading);
    },
  };
}

/**
 * Gives the kept events to readers who had been told before the connection came (back) that they miss nothing. The
 * others take their snapshot later, and an older event would only set them back.
 */
async function catchUp(readers: Readers, subscribing: Redis, reading: Redis): Promise<void> {
  const waiting = [...readers].filter(([, { isReady }]) => isReady);
  if (waiting.length === 0) return;
  // In its turn after the SUBSCRIBE with which ioredis restores the channels: no gap is left between the two.
  await subscribing.ping();
  const keys = new Set(waiting.map(([, { key }]) => key));
  const events = await readLastEvents(reading, [...keys]);
  for (const [queue, { key }] of waiting) {
    const event = events.get(key);
    if (event) queue.push(event);
  }
}

/** Resolves when `work` does, and after `ms` milliseconds in any case; keeps no process alive. */
async function settleWithin(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  timer.unref();
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
