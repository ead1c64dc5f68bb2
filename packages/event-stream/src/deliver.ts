import { randomInt } from 'node:crypto';
import type { StreamEvent } from '@lectern/events';
import { type Entry, parseEvent } from './entries.ts';
import { pauseUntil } from './keep-running.ts';
import { isOutage } from './outage.ts';
import type { Consuming } from './stream-consumer.ts';
import { deadKey } from './stream-keys.ts';

const handleTimeoutMs = 60_000;
const longestPauseMs = 30_000;
/** While what the handler needs is away, all wait, and live numbers with them. */
const longestAwayMs = 1_000;
/** Dead letters are for people to look at; more than this nobody will. */
const deadMax = 10_000;

/**
 * Handles one entry to its end: acknowledged, or moved to the dead stream, or left pending because of a stop.
 * `deliveries` counts the present one.
 */
export async function deliver(
  consuming: Consuming,
  entry: Entry,
  deliveries: number,
  stop: AbortSignal,
): Promise<void> {
  const { options, metrics, redis, key } = consuming;
  const { stream, group, logger, deliveriesMax = 8 } = options;
  let event: StreamEvent<string, unknown>;
  try {
    event = parseEvent(entry);
    // It was never refused by the handler this often, so it must have ended the process.
    if (deliveries > deliveriesMax) throw new Error(`delivered ${deliveries - 1} times and never acknowledged`);
  } catch (error) {
    return bury(consuming, entry, deliveries, error);
  }
  for (let failures = 0, delivery = deliveries; ; failures += 1) {
    try {
      await inTime(options.handle(event));
      break;
    } catch (error) {
      metrics.failed.inc({ stream, group });
      const isAway = isOutage(error);
      logger.warn({ err: error, event: { id: event.id, type: event.type }, delivery, isAway }, 'handling failed');
      if (!isAway && delivery >= deliveriesMax) return bury(consuming, entry, delivery, error);
      if (!isAway) delivery += 1;
      const growing = (options.retryPauseMs ?? 100) * 4 ** Math.min(failures, 10);
      await pauseUntil(isAway ? spread(Math.min(growing, longestAwayMs)) : Math.min(growing, longestPauseMs), stop);
      if (stop.aborted) return;
    }
  }
  await redis.xack(key, group, entry.entryId);
  metrics.consumed.inc({ stream, group });
}

/**
 * Handles all of them at once and acknowledges them, where the group can. False when it could not: then they are to be
 * delivered one by one, which also finds out which of them is to blame.
 */
export async function deliverTogether(consuming: Consuming, entries: readonly Entry[]): Promise<boolean> {
  const { options, metrics, redis, key } = consuming;
  const { stream, group, logger, handleTogether } = options;
  if (!handleTogether || entries.length < 2) return false;
  try {
    await inTime(handleTogether(entries.map(parseEvent)));
  } catch (error) {
    logger.warn({ err: error, count: entries.length }, 'handling together failed; now one by one');
    return false;
  }
  await redis.xack(key, group, ...entries.map(({ entryId }) => entryId));
  metrics.consumed.inc({ stream, group }, entries.length);
  return true;
}

function spread(ms: number): number {
  return ms - randomInt(Math.ceil(ms / 2) + 1);
}

async function bury(consuming: Consuming, entry: Entry, deliveries: number, error: unknown): Promise<void> {
  const { options, metrics, redis, key } = consuming;
  const { prefix, stream, group, logger } = options;
  const reason = error instanceof Error ? error.message : String(error);
  const letter = ['group', group, 'entryId', entry.entryId, 'deliveries', deliveries, 'error', reason, ...entry.fields];
  logger.error({ err: error, entryId: entry.entryId, deliveries }, 'event moved to the dead stream');
  const answers = await redis
    .multi()
    .xadd(deadKey(prefix, stream), 'MAXLEN', '~', deadMax, '*', ...letter)
    .xack(key, group, entry.entryId)
    .exec();
  const failure = answers?.find(([problem]) => problem)?.[0];
  if (failure || !answers) throw failure ?? new Error('the dead letter was not written');
  metrics.dead.inc({ stream, group });
}

/** A handler that never settles must not hold up its group for ever, nor a process that wants to end. */
async function inTime(handling: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`the handler took longer than ${handleTimeoutMs} ms`)),
    handleTimeoutMs,
  );
  timer.unref();
  try {
    await Promise.race([handling, late]);
  } finally {
    clearTimeout(timer);
  }
}
