/** Reads by key; those that many callers ask for in the same moments are one statement. It remembers nothing. */
export type GatheredReads<Value> = { load(key: string): Promise<Value> };

export type GatherOptions = {
  /** Keys in one statement at most (500). */
  readonly togetherMax?: number;
  /** How long after the one before a statement begins at the earliest (10 ms). */
  readonly gatherMs?: number;
};

/**
 * `read` gives a value for each key, in their order. Whoever asks gets what a statement finds that begins afterwards, so
 * nothing is older than had they asked alone. A lone caller does not wait; under load a small statement costs more in
 * itself than by what it reads, so none begins until `gatherMs` after the one before.
 */
export function gatherReads<Value>(
  read: (keys: readonly string[]) => Promise<readonly Value[]>,
  { togetherMax = 500, gatherMs = 10 }: GatherOptions = {},
): GatheredReads<Value> {
  let waiting = new Map<string, PromiseWithResolvers<Value>>();
  let lastBegunAt = Number.NEGATIVE_INFINITY;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    const waitMs = lastBegunAt + gatherMs - performance.now();
    // After the requests that have arrived in this turn have come this far.
    if (waitMs < 1) setImmediate(begin);
    else setTimeout(begin, waitMs);
  }

  function begin(): void {
    isScheduled = false;
    lastBegunAt = performance.now();
    const all = [...waiting];
    waiting = new Map();
    for (let from = 0; from < all.length; from += togetherMax) void settle(all.slice(from, from + togetherMax), read);
  }

  return {
    load(key) {
      const known = waiting.get(key);
      if (known) return known.promise;
      const asked = Promise.withResolvers<Value>();
      waiting.set(key, asked);
      schedule();
      return asked.promise;
    },
  };
}

async function settle<Value>(
  asked: readonly (readonly [string, PromiseWithResolvers<Value>])[],
  read: (keys: readonly string[]) => Promise<readonly Value[]>,
): Promise<void> {
  try {
    const values = await read(asked.map(([key]) => key));
    if (values.length !== asked.length) throw new Error(`${asked.length} keys but ${values.length} values`);
    for (const [place, value] of values.entries()) asked[place]?.[1].resolve(value);
  } catch (error) {
    for (const [, { reject }] of asked) reject(error);
  }
}
