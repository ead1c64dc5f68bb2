import type { StreamEvent, StreamName } from '@lectern/events';
import type { Logger, Metrics } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import { deliver, deliverTogether } from './deliver.ts';
import { type Entry, readEntries } from './entries.ts';
import { keepRunning, untilStopped } from './keep-running.ts';
import { takeLease } from './lease.ts';
import { type ConsumerMetrics, createConsumerMetrics } from './metrics.ts';
import { connectRedis } from './redis-session.ts';
import { leaseKey, streamKey } from './stream-keys.ts';

export type StreamConsumerOptions<E extends StreamEvent<string, unknown>> = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly stream: StreamName;
  /** Every group gets every event; name it after the service and what it does with them. */
  readonly group: string;
  /** Distinguishes the replicas of a group. */
  readonly consumer: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Called for one event at a time, in order. Safe to repeat; resolves after its own commit; ignores unknown types. */
  readonly handle: (event: E) => Promise<void>;
  /**
   * Called instead for all that were read at once, which is what makes catching up fast; when it rejects, each of them is
   * given to `handle`.
   */
  readonly handleTogether?: (events: readonly E[]) => Promise<void>;
  /** Deliveries of an event whose handler fails each time, before it goes to the dead stream (8). */
  readonly deliveriesMax?: number;
  /** How soon a replica follows one that died, in milliseconds (3,000). */
  readonly leaseMs?: number;
  /**
   * The pause after a first failed delivery; each further one is four times as long, up to 30 s; up to
   * 1 s while something the handler needs is away (100 ms).
   */
  readonly retryPauseMs?: number;
};

const readMax = 100;
const blockMs = 2_000;
const redisTimeoutMs = 6_000;
const leaseMsUsual = 3_000;
const lagEveryMs = 5_000;

export type Consuming = {
  readonly options: StreamConsumerOptions<StreamEvent<string, unknown>>;
  readonly key: string;
  readonly redis: Redis;
  readonly metrics: ConsumerMetrics;
};

/**
 * Delivers the events of a stream to `handle`, each at least once and acknowledged after it, to a new group from the
 * oldest kept event on. One replica of a group is active at a time, so that the order of the stream is the order of
 * handling; another follows when it ends. An event that fails is tried again in its place and moved to
 * `<stream>:dead` after `deliveriesMax`; while what the handler needs is away, it is not counted but waited for.
 * It returns at once and connects in the background; disposing ends it within a second.
 */
export async function startStreamConsumer<E extends StreamEvent<string, unknown>>(
  options: StreamConsumerOptions<E>,
): Promise<AsyncDisposable> {
  const { stream, group } = options;
  const logger = options.logger.child({ part: 'stream-consumer', stream, group });
  const metrics = createConsumerMetrics(options.metrics);
  // The stream's name promises its event types; this is the one place where that promise is taken.
  const handle = (event: StreamEvent<string, unknown>) => options.handle(event as E);
  const { handleTogether: together, ...rest } = options;
  const handleTogether =
    together && ((events: readonly StreamEvent<string, unknown>[]) => together(events as readonly E[]));
  const own = { ...rest, logger, handle, ...(handleTogether && { handleTogether }) };
  return keepRunning(logger, (stop) => runSession(own, metrics, stop));
}

async function runSession(options: Consuming['options'], metrics: ConsumerMetrics, stop: AbortSignal): Promise<void> {
  const { redisUrl, prefix, stream, group } = options;
  // A blocking read holds up all else on its connection, acknowledging included.
  using reader = await connectRedis(redisUrl, redisTimeoutMs);
  using commands = await connectRedis(redisUrl, redisTimeoutMs);
  const holder = `${options.consumer}:${crypto.randomUUID()}`;
  const key = leaseKey(prefix, stream, group);
  await using lease = await takeLease(commands.redis, key, holder, options.leaseMs ?? leaseMsUsual, stop);
  if (!lease) return;
  const consuming = { options, key: streamKey(prefix, stream), redis: commands.redis, metrics };
  // A blocking read would go on for seconds.
  stop.addEventListener('abort', reader.hangUp, { once: true });
  try {
    const work = consume(consuming, reader.redis, stop);
    await untilStopped(stop, work, reader.lost, commands.lost, lease.lost);
  } finally {
    stop.removeEventListener('abort', reader.hangUp);
  }
}

async function consume(consuming: Consuming, reader: Redis, stop: AbortSignal): Promise<void> {
  const { options, key } = consuming;
  await createGroup(consuming);
  options.logger.info('consuming');
  await takeOver(consuming, stop);
  let lagAt = 0;
  while (!stop.aborted) {
    if (performance.now() >= lagAt) {
      await measureLag(consuming);
      lagAt = performance.now() + lagEveryMs;
    }
    const { group, consumer } = options;
    const answer: unknown = await reader.xreadgroup(
      'GROUP',
      group,
      consumer,
      'COUNT',
      readMax,
      'BLOCK',
      blockMs,
      'STREAMS',
      key,
      '>',
    );
    const entries = entriesOf(answer);
    if (await deliverTogether(consuming, entries)) continue;
    for (const entry of entries) {
      if (stop.aborted) return;
      await deliver(consuming, entry, 1, stop);
    }
  }
}

/** From the oldest entry on: a new reader wants the past that is still there. */
async function createGroup({ redis, key, options }: Consuming): Promise<void> {
  try {
    await redis.xgroup('CREATE', key, options.group, '0', 'MKSTREAM');
  } catch (error) {
    const exists = error instanceof Error && error.message.startsWith('BUSYGROUP');
    if (!exists) throw error;
  }
}

/**
 * Delivers first what was delivered before and never acknowledged, by whomever. The lease makes sure that nobody is
 * still at it, so no idle time is asked for.
 */
async function takeOver(consuming: Consuming, stop: AbortSignal): Promise<void> {
  const { redis, key, options } = consuming;
  const { group, consumer } = options;
  let cursor = '0-0';
  do {
    // JUSTID leaves the delivery counts as they are: entries behind one that ends the process are not to blame.
    const answer: unknown = await redis.xautoclaim(key, group, consumer, 0, cursor, 'COUNT', readMax, 'JUSTID');
    if (!Array.isArray(answer)) throw new Error('XAUTOCLAIM answered with something else than a list');
    const [next, ids]: unknown[] = answer;
    for (const id of Array.isArray(ids) ? ids : []) {
      if (stop.aborted) return;
      await redeliver(consuming, String(id), stop);
    }
    cursor = String(next);
  } while (cursor !== '0-0');
}

/** Counts the delivery in Redis before it is made, so that an event that ends its process does not do so forever. */
async function redeliver(consuming: Consuming, entryId: string, stop: AbortSignal): Promise<void> {
  const { redis, key, options } = consuming;
  const { group, consumer } = options;
  const [entry] = readEntries(await redis.xclaim(key, group, consumer, 0, entryId));
  if (!entry) return;
  const [pending] = await redis.xpending(key, group, entryId, entryId, 1);
  const deliveries = Array.isArray(pending) ? Number(pending[3]) : 1;
  await deliver(consuming, entry, deliveries, stop);
}

function entriesOf(answer: unknown): readonly Entry[] {
  if (!Array.isArray(answer)) return [];
  const [stream]: unknown[] = answer;
  return Array.isArray(stream) ? readEntries(stream[1]) : [];
}

async function measureLag({ redis, key, options, metrics }: Consuming): Promise<void> {
  const { stream, group } = options;
  const groups: unknown = await redis.xinfo('GROUPS', key);
  if (!Array.isArray(groups)) return;
  for (const answer of groups) {
    if (!Array.isArray(answer)) continue;
    const facts = new Map<unknown, unknown>();
    for (let index = 0; index < answer.length; index += 2) facts.set(answer[index], answer[index + 1]);
    if (facts.get('name') !== group) continue;
    metrics.lag.set({ stream, group }, Number(facts.get('lag') ?? 0) + Number(facts.get('pending') ?? 0));
  }
}
