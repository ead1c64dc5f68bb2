import { createConnections, type FeedConnections } from './feed-connections.ts';
import type { TopicFeedOptions } from './feed-types.ts';
import { createKeptReader, type KeptReader } from './kept-reader.ts';
import { createOutage, type Outage } from './outage.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { type Teller, takeMessage } from './tell-topic.ts';
import { forgetOld, forgetParsed, type Topic } from './topic.ts';
import { createTopicReads } from './topic-reads.ts';
import { createWaitingRoom, type WaitingRoom } from './waiting-room.ts';

export type FeedParts = {
  readonly topics: Map<string, Topic>;
  readonly teller: Teller;
  readonly connections: FeedConnections;
  readonly subscriptions: Subscriptions;
  readonly reader: KeptReader;
  readonly outage: Outage;
  readonly waiting: WaitingRoom;
};

const limitsUsual = { keptMs: 60_000, keptMax: 128, keptBytesMax: 1_048_576 };
const sweepMs = 5_000;

/**
 * All topics go the same way, at first and after each outage: SUBSCRIBE; once that is acknowledged, read what is kept;
 * then messages. So there is no moment in between at which an event could pass unseen.
 */
export function createFeedParts({ redisUrl, logger: parent, prefix: _, ...given }: TopicFeedOptions): FeedParts {
  const logger = parent.child({ part: 'topic-feed' });
  const topics = new Map<string, Topic>();
  const teller: Teller = {
    limits: { ...limitsUsual, ...given },
    now: () => performance.now(),
    report: (error) => logger.error({ err: error }, 'a follower of a topic failed'),
  };
  const connections = createConnections({
    redisUrl,
    logger,
    onMessage(key, text) {
      const topic = topics.get(key);
      if (topic && takeMessage(teller, topic, text)) reads.ask(topic);
    },
    onConnected() {
      subscriptions.connected();
      outage.endIfOver();
    },
    onLost(isLong) {
      subscriptions.lost();
      outage.begin(isLong);
    },
    onReadable: () => reads.retry(),
    tick() {
      for (const part of [subscriptions, reads]) part.retry();
      for (const part of [outage, waiting, sweeper]) part.tick();
    },
  });
  const outage = createOutage(teller, topics, connections.isConnected);
  const waiting = createWaitingRoom(teller);
  const sweeper = createSweeper(teller, topics);
  const reader = createKeptReader(connections.reading, logger);
  const reads = createTopicReads(reader, teller, outage.settle);
  const subscriptions = createSubscriptions({
    redis: connections.subscribing,
    logger,
    topics,
    onSubscribed(topic) {
      topic.phase = 'DUE';
      reads.ask(topic);
    },
    onRemoved(topic) {
      outage.settle(topic);
      if (topics.size === 0) connections.rest();
    },
  });
  return { topics, teller, connections, subscriptions, reader, outage, waiting };
}

/** One for all topics: a timer of their own would cost each more than its events. */
function createSweeper({ limits, now }: Teller, topics: ReadonlyMap<string, Topic>) {
  let sweptAt = now();
  return {
    tick() {
      if (now() - sweptAt < sweepMs) return;
      sweptAt = now();
      for (const topic of topics.values()) {
        forgetOld(topic, sweptAt - limits.keptMs, limits);
        forgetParsed(topic);
      }
    },
  };
}
