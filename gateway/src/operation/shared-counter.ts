import type { Clock } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import { shardOf, shards, windowAt, windowMs } from './rate-windows.ts';
import { type Count, createSharedWindow, hasNews, type SharedWindow, tellWindow } from './shared-window.ts';

export type SharedCounter = {
  /** Counts against this name; 0, or for how many milliseconds it is refused. */
  count(name: string, operations: number): number;
  /** Tells Redis what is due without waiting for the next batch; settles when it has answered or failed. */
  tell(): Promise<void>;
};

const batchMs = 50;
/** Between batches while Redis does not answer. */
const awayMs = 1_000;

/**
 * Counts in this process at once and tells the other gateways through Redis in batches, so that no operation waits for
 * Redis or costs a command. A name that used no more than a hundredth of the limit since it was last told of is not
 * told yet. Together, n gateways let through at most the limit, n hundredths of it, and what arrives until a batch is
 * answered; one alone is exact. `redis` must give up on commands by itself.
 */
export function createSharedCounter(options: {
  readonly redis: Redis;
  readonly key: string;
  readonly limit: number;
  readonly clock: Clock;
  /** Names counted at a time. Above, whoever came first is forgotten; all but its last hundredth is in Redis. */
  readonly namesMax?: number;
  /** Called when Redis does not take counts, once a minute. */
  readonly onAway?: (error: unknown) => void;
}): SharedCounter {
  const { redis, key, limit, clock, namesMax = 200_000, onAway } = options;
  const slack = Math.floor(limit / 100);
  const shardMax = Math.max(1, Math.floor(namesMax / shards));
  const windows: (SharedWindow | undefined)[] = new Array(shards).fill(undefined);
  let isScheduled = false;
  let isAway = false;
  let complainedAt = Number.NEGATIVE_INFINITY;

  function windowFor(shard: number, now: number): SharedWindow {
    const window = windows[shard];
    if (window && now >= window.startsAt && now < window.endsAt) return window;
    const next = createSharedWindow(windowAt(shard, now));
    windows[shard] = next;
    return next;
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    const tick = () => {
      isScheduled = false;
      void tell();
      if (windows.some((window) => window && hasNews(window))) schedule();
    };
    setTimeout(tick, isAway ? awayMs : batchMs).unref();
  }

  function tellLater(window: SharedWindow, count: Count): void {
    // Those who were forgotten wait here too. Who finds no room is told of when it counts again.
    if (window.due.length >= shardMax) return;
    count.isDue = true;
    window.due.push(count);
    schedule();
  }

  async function tell(): Promise<void> {
    const now = clock.now();
    const telling: Promise<void>[] = [];
    for (const [shard, window] of windows.entries()) {
      if (!window) continue;
      if (now >= window.endsAt) windows[shard] = undefined;
      else if (redis.status === 'ready' && hasNews(window) && !window.isAsking) telling.push(tellOne(shard, window));
    }
    await Promise.all(telling);
  }

  async function tellOne(shard: number, window: SharedWindow): Promise<void> {
    const now = clock.now();
    try {
      // Longer than the window, for gateways whose clocks are behind.
      await tellWindow(redis, `${key}:${shard}:${window.index}`, window, window.endsAt - now + windowMs);
      isAway = false;
    } catch (error) {
      isAway = true;
      if (now - complainedAt < windowMs) return;
      complainedAt = now;
      onAway?.(error);
    }
  }

  return {
    count(name, operations) {
      const now = clock.now();
      const window = windowFor(shardOf(name), now);
      const count = window.counts.get(name) ?? addCount(window, name, shardMax);
      if (count.known <= limit) {
        count.known += operations;
        count.untold += operations;
        if (!count.isDue && (count.untold > slack || count.known > limit)) tellLater(window, count);
        if (count.known <= limit) return 0;
      }
      return Math.max(1, Math.ceil(window.endsAt - now));
    },
    tell,
  };
}

function addCount({ counts }: SharedWindow, name: string, namesMax: number): Count {
  if (counts.size >= namesMax) {
    const first = counts.keys().next();
    if (!first.done) counts.delete(first.value);
  }
  // A copy: V8 would keep the whole header that an address was cut out of.
  const own = Buffer.from(name).toString();
  const count = { name: own, known: 0, untold: 0, isDue: false };
  counts.set(own, count);
  return count;
}
