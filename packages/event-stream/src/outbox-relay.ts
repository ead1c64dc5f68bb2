import { passingStreams, type StreamName, streamNames } from '@lectern/events';
import { outboxChannel } from '@lectern/postgres';
import type { Logger, Metrics } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import { type Client, escapeIdentifier } from 'pg';
import { append } from './append.ts';
import { createBell } from './bell.ts';
import { isBefore } from './entry-id.ts';
import { keepRunning, pauseUntil, untilStopped } from './keep-running.ts';
import { createRelayMetrics, type RelayMetrics } from './metrics.ts';
import {
  deleteExpired,
  deleteRows,
  deleteStale,
  lastEntryId,
  listStreams,
  listWaiting,
  markRelayed,
  type OutboxRow,
  unmarkAfter,
  waitingSeconds,
} from './outbox-rows.ts';
import { connectPostgres } from './postgres-session.ts';
import { connectRedis } from './redis-session.ts';
import { markKey, streamKey } from './stream-keys.ts';

export type OutboxRelayOptions = {
  readonly dbUrl: string;
  /** The schema whose outbox is relayed. */
  readonly schema: string;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** How long relayed rows and stream entries are kept, in hours (72). What is older cannot be published again. */
  readonly retentionHours?: number;
};

/** Kept rows that are published again go as fast as this allows: a round to Redis and one to PostgreSQL for each batch. */
const batchMax = 1_000;
/** A batch is one Redis script; more than this would hold up everybody else for too long. */
const batchBytesMax = 1_000_000;
/** The safety net should a notification be lost; also how often marks are compared and the lag is measured. */
const pollMs = 1_000;
/**
 * After a round the next begins so much later at the earliest. An event by itself does not wait; of dozens a second, a
 * round for each would cost this process, PostgreSQL and all who read the stream more than what they tell.
 */
const gatherMs = 100;
const cleanUpMs = 10 * 60_000;
const redisTimeoutMs = 10_000;

type Relay = {
  readonly options: OutboxRelayOptions;
  readonly client: Client;
  readonly redis: Redis;
  readonly metrics: RelayMetrics;
  readonly retentionMs: number;
  /** By stream: the entry appended last, '' for none. */
  readonly marks: Map<StreamName, string>;
};

/**
 * Appends what the outbox of one schema holds to its Redis streams, in order, at least once; an event keeps its id
 * however often it is appended. Of several replicas one works (advisory lock), the others stand by. It returns at once
 * and connects in the background, again and again if need be; disposing ends it within a second.
 */
export async function startOutboxRelay(options: OutboxRelayOptions): Promise<AsyncDisposable> {
  const logger = options.logger.child({ part: 'outbox-relay', schema: options.schema });
  const metrics = createRelayMetrics(options.metrics);
  return keepRunning(logger, (stop) => runSession({ ...options, logger }, metrics, stop));
}

async function runSession(options: OutboxRelayOptions, metrics: RelayMetrics, stop: AbortSignal): Promise<void> {
  await using postgres = await connectPostgres(options.dbUrl, `lectern-relay-${options.schema}`);
  // First of all, so that the lag is seen to grow while Redis is away, and what is passing does not pile up.
  await measureLag(postgres.client, options.schema, metrics);
  await dropStale(postgres.client, options.schema);
  using redisSession = await connectRedis(options.redisUrl, redisTimeoutMs);
  const { client } = postgres;
  const retentionMs = (options.retentionHours ?? 72) * 3_600_000;
  const relay = { options, client, redis: redisSession.redis, metrics, retentionMs, marks: new Map() };
  await untilStopped(stop, work(relay, stop), postgres.lost, redisSession.lost);
}

async function work(relay: Relay, stop: AbortSignal): Promise<void> {
  const { client, metrics } = relay;
  const { schema, logger } = relay.options;
  const isLeader = await becomeLeader(relay, stop);
  if (!isLeader) return;
  logger.info('relaying');
  const bell = createBell();
  client.on('notification', () => bell.ring());
  await client.query(`listen ${escapeIdentifier(outboxChannel(schema))}`);
  for (const stream of await listStreams(client, schema)) await adopt(relay, knownStream(stream));
  let cleanUpAt = performance.now();
  let pollAt = performance.now();
  while (!stop.aborted) {
    const begunAt = performance.now();
    const isPoll = begunAt >= pollAt;
    // In between, appending finds out by itself that a mark has moved.
    if (isPoll) {
      await compareMarks(relay);
      await measureLag(client, schema, metrics);
    }
    await drain(relay, lasting, stop);
    metrics.lagSeconds.set({ schema }, 0);
    if (isPoll) {
      // A hundred rows a second are one batch, not a hundred.
      await dropStale(client, schema);
      await drainOnce(relay, passing);
      pollAt = performance.now() + pollMs;
    }
    if (performance.now() >= cleanUpAt) {
      await deleteExpired(client, schema, relay.retentionMs);
      cleanUpAt = performance.now() + cleanUpMs;
    }
    await pauseUntil(Math.max(0, begunAt + gatherMs - performance.now()), stop);
    await bell.wait(Math.max(0, pollAt - performance.now()), stop);
  }
}

/** The lock belongs to the connection: a leader that dies or loses PostgreSQL makes room by that. */
async function becomeLeader({ client, options, metrics }: Relay, stop: AbortSignal): Promise<boolean> {
  while (!stop.aborted) {
    const result = await client.query<{ won: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as won', [
      `lectern:relay:${options.schema}`,
    ]);
    if (result.rows[0]?.won) return true;
    await pauseUntil(pollMs, stop);
    await measureLag(client, options.schema, metrics);
  }
  return false;
}

async function measureLag(client: Client, schema: string, metrics: RelayMetrics): Promise<void> {
  metrics.lagSeconds.set({ schema }, await waitingSeconds(client, schema, lasting));
}

async function dropStale(client: Client, schema: string): Promise<void> {
  for (const [stream, { keptSeconds }] of passingStreams) await deleteStale(client, schema, stream, keptSeconds);
}

/** Takes the mark as Redis has it. Where it is behind PostgreSQL, Redis lost entries: their rows wait again. */
async function adopt({ client, redis, options, marks }: Relay, stream: StreamName): Promise<void> {
  const { schema, prefix, logger } = options;
  const mark = (await redis.get(markKey(prefix, stream))) ?? '';
  // What is passing has left the outbox: nothing of it is published again.
  const newest = passingStreams.has(stream) ? undefined : await lastEntryId(client, schema, stream, batchMax);
  if (newest !== undefined && isBefore(mark, newest)) {
    const count = await unmarkAfter(client, schema, stream, mark);
    logger.warn({ stream, mark, newest, count }, 'Redis has lost entries; publishing the kept ones again');
  }
  marks.set(stream, mark);
}

async function compareMarks(relay: Relay): Promise<void> {
  const { redis, options, marks } = relay;
  const streams = [...marks.keys()];
  if (streams.length === 0) return;
  const present = await redis.mget(streams.map((stream) => markKey(options.prefix, stream)));
  for (const [index, stream] of streams.entries()) {
    if ((present[index] ?? '') !== marks.get(stream)) await adopt(relay, stream);
  }
}

async function drain(relay: Relay, streams: readonly StreamName[], stop: AbortSignal): Promise<void> {
  while (!stop.aborted) if (await drainOnce(relay, streams)) return;
}

/** One batch of each stream. True when nothing was left waiting. */
async function drainOnce(relay: Relay, streams: readonly StreamName[]): Promise<boolean> {
  const waiting = await listWaiting(relay.client, relay.options.schema, streams, batchMax);
  let isDrained = true;
  for (const [stream, rows] of Map.groupBy(waiting, (row) => row.stream)) {
    if (rows.length === batchMax) isDrained = false;
    for (const batch of cutBySize(rows)) {
      const isAppended = await relayBatch(relay, knownStream(stream), batch);
      // The marks moved under us, and with them perhaps what waits: look again.
      if (!isAppended) return false;
    }
  }
  return isDrained;
}

async function relayBatch(relay: Relay, stream: StreamName, rows: readonly OutboxRow[]): Promise<boolean> {
  const { client, redis, options, metrics, marks, retentionMs } = relay;
  if (!marks.has(stream)) await adopt(relay, stream);
  const keys = { stream: streamKey(options.prefix, stream), mark: markKey(options.prefix, stream) };
  const entries = rows.map((row) => ({ ...row, occurredAt: row.occurred_at.toISOString() }));
  const passes = passingStreams.get(stream);
  const keeping = passes
    ? { keptMs: passes.keptSeconds * 1_000, entriesMax: passes.entriesMax }
    : { keptMs: retentionMs };
  const outcome = await append(redis, keys, marks.get(stream) ?? '', keeping, entries);
  if (!outcome.isAppended) {
    await adopt(relay, stream);
    return false;
  }
  marks.set(stream, outcome.entryIds.at(-1) ?? '');
  if (passes) await deleteRows(client, options.schema, rows);
  else await markRelayed(client, options.schema, rows, outcome.entryIds);
  metrics.relayed.inc({ stream }, rows.length);
  return true;
}

function cutBySize(rows: readonly OutboxRow[]): OutboxRow[][] {
  const batches: OutboxRow[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (bytes + row.payload.length > batchBytesMax) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(row);
    bytes += row.payload.length;
  }
  return batches;
}

const lasting = Object.values(streamNames).filter((stream) => !passingStreams.has(stream));
const passing = [...passingStreams.keys()];
const known = new Set<string>(Object.values(streamNames));

function isKnown(stream: string): stream is StreamName {
  return known.has(stream);
}

function knownStream(stream: string): StreamName {
  if (!isKnown(stream)) throw new Error(`the outbox names a stream that does not exist: ${stream}`);
  return stream;
}
