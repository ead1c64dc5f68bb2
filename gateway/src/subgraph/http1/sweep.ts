/** A visit at intervals, for as long as there is something to look at. */
export type Sweep = {
  /** There is something to look at from now on; next to nothing when that is known. */
  start(): void;
  stop(): void;
};

/**
 * One timer for everything that may end late, in place of one for each; `visit` returns whether there is still
 * something to look at. The timer keeps no process alive.
 */
export function createSweep(everyMs: number, visit: () => boolean): Sweep {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;

  function tick(): void {
    isRunning = visit();
    if (isRunning) timer?.refresh();
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      if (timer) timer.refresh();
      else timer = setTimeout(tick, everyMs).unref();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      isRunning = false;
    },
  };
}
