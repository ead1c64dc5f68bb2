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
  run(work: Sliceable, done: () => void): void;
};

/** What comes while longer work waits may take this part of a slice at once. */
const shortShare = 0.1;

export function createSlices(sliceMs: number): Slices {
  const waiting: { readonly work: Sliceable; readonly done: () => void }[] = [];
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
      if (next.work.step(until)) next.done();
      else waiting.push(next);
    } while (performance.now() < until);
    if (waiting.length > 0) schedule();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(turn);
  }

  return {
    run(work, done) {
      schedule();
      const leftMs = sliceMs - spentMs;
      if (leftMs > 0) {
        const startedAt = performance.now();
        const isThrough = work.step(
          startedAt + (waiting.length === 0 ? leftMs : Math.min(leftMs, sliceMs * shortShare)),
        );
        spentMs += performance.now() - startedAt;
        if (isThrough) return done();
      }
      waiting.push({ work, done });
    },
  };
}
