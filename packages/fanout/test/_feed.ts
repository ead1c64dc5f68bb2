import type { LiveEnvelope } from '@lectern/events';
import { createLogger } from '@lectern/runtime';
import { startRedisServer, testRedis } from '@lectern/testing';
import { Redis } from 'ioredis';
import {
  createTopicFeed,
  createTopicPublisher,
  type TopicFeed,
  type TopicFeedOptions,
  type TopicFollower,
} from '../src/index.ts';

export const logger = createLogger('fanout-test', {
  level: process.env.LECTERN_LOG_LEVEL ?? 'silent',
  format: 'json',
});

export type Told =
  | { readonly kind: 'event'; readonly event: LiveEnvelope }
  | { readonly kind: 'break'; readonly event: LiveEnvelope | null }
  | { readonly kind: 'away' }
  | { readonly kind: 'back' };

/** Follows a topic and notes what it is told. */
export function record(feed: TopicFeed, topic: string) {
  const told: Told[] = [];
  const follower: TopicFollower = feed.follow(topic, {
    onEvent: (event) => void told.push({ kind: 'event', event }),
    onBreak: (event) => void told.push({ kind: 'break', event }),
    onAway: () => void told.push({ kind: 'away' }),
    onBack: () => void told.push({ kind: 'back' }),
  });
  return {
    follower,
    told,
    kinds: () => told.map(({ kind }) => kind),
    events: () => told.flatMap((each) => (each.kind === 'event' ? [each.event] : [])),
    data: () => told.flatMap((each) => ('event' in each ? [each.event?.data ?? null] : [])),
  };
}

export type FeedSetup = Partial<Pick<TopicFeedOptions, 'redisUrl' | 'keptMs' | 'keptMax'>> & {
  /** Where the publisher goes, if not where the feed goes. */
  readonly publisherUrl?: string;
};

/** A publisher, a feed and a plain connection on one Redis. */
export async function startFeedTest({ publisherUrl, ...given }: FeedSetup = {}) {
  await using stack = new AsyncDisposableStack();
  const { url, prefix } = stack.use(await testRedis());
  const options = { redisUrl: url, prefix, logger, ...given };
  const redisUrl = publisherUrl ?? options.redisUrl;
  const publisher = stack.use(await createTopicPublisher({ redisUrl, prefix, logger }));
  const feed = stack.use(createTopicFeed(options));
  const redis = new Redis(redisUrl, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  stack.defer(() => redis.disconnect());
  const resources = stack.move();
  return {
    options,
    publisher,
    feed,
    redis,
    keyOf: (topic: string) => `${prefix}live:${topic}`,
    channelCount: async () => (await redis.pubsub('CHANNELS', `${prefix}*`)).length,
    async publishAll(topic: string, data: readonly unknown[]) {
      for (const each of data) await publisher.publish(topic, each);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** The same on a Redis of its own, which counts its commands. */
export async function startOwnRedis(options?: Parameters<typeof startRedisServer>[0]) {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startRedisServer(options));
  const live = stack.use(await startFeedTest({ redisUrl: server.url }));
  const resources = stack.move();
  return {
    ...live,
    server,
    async callsOf(command: string): Promise<number> {
      const stats = await live.redis.info('commandstats');
      return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
