import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { WindowTime } from './rate-windows.ts';

/** What one name has used in a window. */
export type Count = {
  readonly name: string;
  /** By all gateways, as far as this one has heard, with all of its own. */
  known: number;
  /** Of these, what is in no batch yet. */
  untold: number;
  /** Whether it waits for the next batch. */
  isDue: boolean;
};

/** One shard's window, as this gateway counts it. */
export type SharedWindow = WindowTime & {
  /** Whose batches these are; another one after the clock was put back. */
  readonly id: string;
  readonly counts: Map<string, Count>;
  due: Count[];
  /** What Redis was told and has not answered. */
  batch: Batch | undefined;
  isAsking: boolean;
  batchNumber: number;
};

type Batch = { readonly counts: readonly Count[]; readonly facts: readonly (string | number)[] };

/** Names in one batch: Redis does nothing else while it adds them up. */
const batchMax = 1_000;

/**
 * Adds a batch once, however often it arrives: one whose answer was lost is sent again under its number. A Redis that
 * hung for half a minute would else count the same operations a dozen times, and refuse who did little.
 */
const script = `
local isNew = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or 0) < tonumber(ARGV[2])
if isNew then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
local totals = {}
for at = 4, #ARGV, 2 do
  if isNew then totals[#totals + 1] = redis.call('HINCRBY', KEYS[1], ARGV[at], ARGV[at + 1])
  else totals[#totals + 1] = tonumber(redis.call('HGET', KEYS[1], ARGV[at]) or 0) end
end
return totals
`;

export function createSharedWindow(time: WindowTime): SharedWindow {
  const id = `#${randomUUID()}`;
  return { ...time, id, counts: new Map(), due: [], batch: undefined, isAsking: false, batchNumber: 0 };
}

export function hasNews(window: SharedWindow): boolean {
  return window.batch !== undefined || window.due.length > 0;
}

/** Tells Redis the next batch and learns what all have counted together; rejects when Redis does not answer. */
export async function tellWindow(redis: Redis, key: string, window: SharedWindow, keepMs: number): Promise<void> {
  window.batch ??= takeBatch(window);
  const { counts, facts } = window.batch;
  window.isAsking = true;
  try {
    const totals = await redis.eval(script, 1, key, window.id, window.batchNumber, keepMs, ...facts);
    if (!Array.isArray(totals)) throw new Error('Redis did not answer with counts');
    for (const [at, count] of counts.entries()) {
      // Never less than before: a Redis that lost its data must not let in whoever is over.
      count.known = Math.max(count.known, Number(totals[at]) + count.untold);
    }
    window.batch = undefined;
  } finally {
    window.isAsking = false;
  }
}

function takeBatch(window: SharedWindow): Batch {
  const counts = window.due.slice(0, batchMax);
  window.due = window.due.slice(batchMax);
  window.batchNumber += 1;
  const facts = counts.flatMap(({ name, untold }) => [name, untold]);
  for (const count of counts) {
    count.untold = 0;
    count.isDue = false;
  }
  return { counts, facts };
}
