/** Wakes one waiting loop. A ring while nobody waits is remembered, so none is missed. */
export type Bell = {
  ring(): void;
  /** Resolves at the next ring, after `ms` milliseconds, or when `stop` is aborted. */
  wait(ms: number, stop: AbortSignal): Promise<void>;
};

export function createBell(): Bell {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async wait(ms, stop) {
      if (!isRung && !stop.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        wake = resolve;
        stop.addEventListener('abort', wake, { once: true });
        await promise;
        clearTimeout(timer);
        stop.removeEventListener('abort', wake);
        wake = undefined;
      }
      isRung = false;
    },
  };
}
