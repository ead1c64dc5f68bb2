import { once } from 'node:events';
import type { LiveEnvelope } from '@lectern/events';
import { readEnvelope } from './envelope.ts';
import { createConnections } from './feed-connections.ts';
import type { TopicFeed, TopicFeedOptions, TopicSink } from './feed-types.ts';
import { Follower } from './follower.ts';
import { createKeptReader, type ReadRequest } from './kept-reader.ts';
import { createSinceReader } from './read-since.ts';
import { createSubscriptions } from './subscriptions.ts';
import { type Teller, takeMessage, takeRow, tellAway } from './tell-topic.ts';
import { createTopic, forgetOld, positionOf, type Topic } from './topic.ts';
import { topicKey } from './topic-key.ts';

const limitsUsual = { keptMs: 60_000, keptMax: 128, keptBytesMax: 1_048_576 };
/** Whoever waits is ready after this in any case; with the tick after it, within two seconds. */
const readyMaxMs = 1_500;
/** Whoever is cut off and back at once need not be told. */
const awayAfterMs = 1_000;
const sweepMs = 5_000;
const lastEventTimeoutMs = 2_000;

/**
 * The topics that this process follows, over two connections to Redis: one subscribes, one reads kept events. All
 * topics go the same way, at first and after each outage: SUBSCRIBE; once that is acknowledged, read what is kept;
 * then messages. So there is no moment in between at which an event could pass unseen.
 */
export function createTopicFeed(options: TopicFeedOptions): TopicFeed {
  return startFeed(options).feed;
}

export type StartedFeed = {
  readonly feed: TopicFeed;
  /** The event kept in Redis, whoever follows. Rejects while Redis is away. */
  readonly lastEvent: (topic: string) => Promise<LiveEnvelope | null>;
};

export function startFeed({ redisUrl, prefix, logger: parent, ...given }: TopicFeedOptions): StartedFeed {
  const logger = parent.child({ part: 'topic-feed' });
  const topics = new Map<string, Topic>();
  const waiting = new Set<Follower>();
  const unread = new Set<Topic>();
  const now = () => performance.now();
  const teller: Teller = {
    limits: { ...limitsUsual, ...given },
    now,
    report: (error) => logger.error({ err: error }, 'a follower of a topic failed'),
  };
  let outage: { readonly since: number; isTold: boolean } | undefined;
  let lostCount = 0;
  let sweptAt = 0;
  let isDisposed = false;

  const connections = createConnections({
    redisUrl,
    logger,
    onMessage(key, text) {
      const topic = topics.get(key);
      if (topic && takeMessage(teller, topic, text)) ask(topic);
    },
    onConnected() {
      subscriptions.connected();
      endOutage();
    },
    onLost,
    onReadable: retryReads,
    tick,
  });
  const reader = createKeptReader(connections.reading, logger);
  const subscriptions = createSubscriptions({
    redis: connections.subscribing,
    logger,
    topics,
    onSubscribed(joined) {
      for (const topic of joined) {
        topic.phase = 'DUE';
        ask(topic);
      }
    },
    onRemoved(topic) {
      if (topic.isLost) lostCount -= 1;
      unread.delete(topic);
      if (topics.size === 0) connections.rest();
      endOutage();
    },
  });
  const host = {
    since: createSinceReader(reader),
    left(follower: Follower) {
      waiting.delete(follower);
      const { topic } = follower;
      if (topic.followers.size === 0) subscriptions.change(topic);
    },
  };

  function ask(topic: Topic): void {
    const isMine = () => topic.asked === request;
    const request: ReadRequest = {
      key: topic.key,
      known: positionOf(topic),
      onSend() {
        if (isMine()) topic.phase = 'READING';
      },
      onRow(row) {
        if (!isMine()) return;
        topic.asked = undefined;
        takeRow(teller, topic, row);
        if (topic.phase !== 'LIVE') return ask(topic);
        if (topic.isLost) lostCount -= 1;
        topic.isLost = false;
        endOutage();
      },
      onFail() {
        if (!isMine()) return;
        topic.asked = undefined;
        topic.phase = 'DUE';
        if (topic.followers.size > 0) unread.add(topic);
      },
    };
    topic.asked = request;
    reader.ask(request);
  }

  function retryReads(): void {
    const again = [...unread];
    unread.clear();
    for (const topic of again) if (topic.phase === 'DUE' && !topic.asked) ask(topic);
  }

  function onLost(isLong: boolean): void {
    subscriptions.lost();
    unread.clear();
    for (const topic of topics.values()) {
      if (!topic.isLost) lostCount += 1;
      topic.isLost = true;
      topic.phase = 'JOINING';
      topic.asked = undefined;
      topic.held = undefined;
      topic.heldBytes = 0;
    }
    const since = isLong ? now() - awayAfterMs : now();
    outage = { since: Math.min(outage?.since ?? since, since), isTold: false };
  }

  function endOutage(): void {
    if (lostCount === 0 && connections.isConnected()) outage = undefined;
  }

  function tick(): void {
    const at = now();
    subscriptions.retry();
    retryReads();
    if (outage && !outage.isTold && at - outage.since >= awayAfterMs) {
      outage.isTold = true;
      for (const { isLost, followers } of topics.values()) {
        if (isLost) for (const follower of [...followers]) tellAway(teller, follower);
      }
    }
    for (const follower of waiting) {
      if (follower.state === 'WAITING' && at - follower.cameAt < readyMaxMs) continue;
      waiting.delete(follower);
      if (follower.state !== 'WAITING') continue;
      follower.enter('BLIND');
      tellAway(teller, follower);
    }
    if (at - sweptAt < sweepMs) return;
    sweptAt = at;
    for (const topic of topics.values()) forgetOld(topic, at - teller.limits.keptMs, teller.limits);
  }

  function follow(name: string, sink: TopicSink): Follower {
    if (isDisposed) throw new Error('the feed was disposed');
    const key = topicKey(prefix, name);
    const topic = topics.get(key) ?? createTopic(key);
    const follower = new Follower(host, topic, sink, now());
    topic.followers.add(follower);
    if (topics.get(key) !== topic) {
      topics.set(key, topic);
      subscriptions.change(topic);
      connections.work();
    }
    if (topic.phase === 'LIVE') follower.enter('FOLLOWING');
    else waiting.add(follower);
    return follower;
  }

  function countFollowed(): number {
    let count = 0;
    for (const { followers } of topics.values()) if (followers.size > 0) count += 1;
    return count;
  }

  const feed: TopicFeed = {
    follow,
    get topicCount() {
      return countFollowed();
    },
    get isAway() {
      return outage !== undefined && (outage.isTold || now() - outage.since >= awayAfterMs);
    },
    async [Symbol.asyncDispose]() {
      isDisposed = true;
      for (const { followers } of topics.values()) for (const follower of followers) follower.enter('LEFT');
      topics.clear();
      waiting.clear();
      connections.end();
    },
  };
  return { feed, lastEvent };

  async function lastEvent(name: string): Promise<LiveEnvelope | null> {
    if (connections.reading.status !== 'ready') {
      await once(connections.reading, 'ready', { signal: AbortSignal.timeout(lastEventTimeoutMs) });
    }
    const { promise, resolve, reject } = Promise.withResolvers<LiveEnvelope | null>();
    reader.ask({
      key: topicKey(prefix, name),
      known: undefined,
      onRow: ({ texts }) => resolve(readEnvelope(texts.at(-1) ?? '') ?? null),
      onFail: () => reject(new Error('Redis is away')),
    });
    return promise;
  }
}
