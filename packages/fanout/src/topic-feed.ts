import { once } from 'node:events';
import type { LiveEnvelope } from '@lectern/events';
import { readEnvelope } from './envelope.ts';
import { createFeedParts, type FeedParts } from './feed-parts.ts';
import type { TopicFeed, TopicFeedOptions, TopicSink } from './feed-types.ts';
import { Follower, type FollowerHost } from './follower.ts';
import { createSinceReader } from './read-since.ts';
import { createTopic, type Topic } from './topic.ts';
import { topicKey } from './topic-key.ts';

const lastEventTimeoutMs = 2_000;

/** The topics that this process follows, over two connections to Redis: one subscribes, one reads kept events. */
export function createTopicFeed(options: TopicFeedOptions): TopicFeed {
  return startFeed(options).feed;
}

export type StartedFeed = {
  readonly feed: TopicFeed;
  /** The event kept in Redis, whoever follows. Rejects while Redis is away. */
  readonly lastEvent: (topic: string) => Promise<LiveEnvelope | null>;
};

export function startFeed(options: TopicFeedOptions): StartedFeed {
  const parts = createFeedParts(options);
  const { topics, teller, connections, subscriptions, waiting, outage } = parts;
  const host: FollowerHost = {
    since: createSinceReader(parts.reader),
    left(follower) {
      waiting.delete(follower);
      if (follower.topic.followers.size === 0) subscriptions.change(follower.topic);
    },
  };
  let isDisposed = false;

  function join(key: string): Topic {
    const topic = createTopic(key);
    topics.set(key, topic);
    subscriptions.change(topic);
    connections.work();
    return topic;
  }

  const feed: TopicFeed = {
    follow(name, sink: TopicSink) {
      if (isDisposed) throw new Error('the feed was disposed');
      const key = topicKey(options.prefix, name);
      const topic = topics.get(key) ?? join(key);
      const follower = new Follower(host, topic, sink, teller.now());
      topic.followers.add(follower);
      if (topic.phase === 'LIVE') follower.enter('FOLLOWING');
      else waiting.add(follower);
      return follower;
    },
    get topicCount() {
      // Those left in this very turn are still among them.
      return topics.values().reduce((count, { followers }) => count + Math.sign(followers.size), 0);
    },
    get isAway() {
      return outage.isAway();
    },
    async [Symbol.asyncDispose]() {
      isDisposed = true;
      for (const { followers } of topics.values()) for (const follower of followers) follower.enter('LEFT');
      topics.clear();
      subscriptions.lost();
      connections.end();
    },
  };
  return { feed, lastEvent: (name) => readLastEvent(parts, topicKey(options.prefix, name)) };
}

async function readLastEvent({ connections, reader }: FeedParts, key: string): Promise<LiveEnvelope | null> {
  if (connections.reading.status !== 'ready') {
    await once(connections.reading, 'ready', { signal: AbortSignal.timeout(lastEventTimeoutMs) });
  }
  const { promise, resolve, reject } = Promise.withResolvers<LiveEnvelope | null>();
  reader.ask({
    key,
    known: undefined,
    onRow: ({ texts }) => resolve(readEnvelope(texts.at(-1) ?? '') ?? null),
    onFail: () => reject(new Error('Redis is away')),
  });
  return promise;
}
