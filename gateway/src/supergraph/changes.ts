export type Changes = {
  add(sdl: string): void;
};

/**
 * Texts taken over one after the other. Of those that come while one is taken over only the last counts, and `newer`
 * tells that one to make haste. A text that comes a second time in a row is passed over.
 */
export function createChanges(takeOver: (sdl: string, newer: AbortSignal) => Promise<void>): Changes {
  let waiting: string | undefined;
  let last: string | undefined;
  let haste: AbortController | undefined;

  async function work(): Promise<void> {
    while (waiting !== undefined) {
      last = waiting;
      waiting = undefined;
      haste = new AbortController();
      await takeOver(last, haste.signal);
    }
    haste = undefined;
  }

  return {
    add(sdl) {
      if (sdl === (waiting ?? last)) return;
      waiting = sdl;
      if (haste) haste.abort();
      else void work();
    },
  };
}
