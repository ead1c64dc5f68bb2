/** Something long that can stop at any time. */
export type Sliceable = {
  /** Goes on until `performance.now()` is past `until`; true when it is through. */
  step(until: number): boolean;
};

/**
 * Runs long work in slices, so that between two of them everything else has its turn. What is short mostly runs at
 * once: the result of one person passes the numbers that go to all.
 */
export type Slices = {
  run(work: Sliceable, done: () => void, failed: (error: unknown) => void): void;
};

type Work = { readonly work: Sliceable; readonly done: () => void; readonly failed: (error: unknown) => void };

/** What comes while longer work waits may take this part of a slice at once. */
const shortShare = 0.1;

export function createSlices(sliceMs: number): Slices {
  const waiting: Work[] = [];
  let isScheduled = false;
  /** Of this turn of the event loop. */
  let spentMs = 0;

  function turn(): void {
    isScheduled = false;
    spentMs = 0;
    const until = performance.now() + sliceMs;
    do {
      const next = waiting.shift();
      if (!next) break;
      // Whoever is not through waits behind the others.
      if (!step(next, until)) waiting.push(next);
    } while (performance.now() < until);
    if (waiting.length > 0) schedule();
  }

  /** Whether it is over. What it throws is its own affair, and not the end of the process with all its lines. */
  function step({ work, done, failed }: Work, until: number): boolean {
    try {
      if (!work.step(until)) return false;
    } catch (error) {
      failed(error);
      return true;
    }
    done();
    return true;
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(turn);
  }

  return {
    run(work, done, failed) {
      schedule();
      const given = { work, done, failed };
      const leftMs = sliceMs - spentMs;
      if (leftMs > 0) {
        const startedAt = performance.now();
        const until = startedAt + (waiting.length === 0 ? leftMs : Math.min(leftMs, sliceMs * shortShare));
        const isOver = step(given, until);
        spentMs += performance.now() - startedAt;
        if (isOver) return;
      }
      waiting.push(given);
    },
  };
}
