import { setTimeout as delay } from 'node:timers/promises';
import type { Screen } from './screen.ts';

/** A server that services keep their data in, as `@lectern/embedded-services` starts it. */
export type Store = AsyncDisposable & {
  readonly exited: Promise<void>;
  lastLines(): string;
};

export type KeptStore<Kind extends Store> = AsyncDisposable & {
  /** The one that runs now, or the last one while none does. */
  current(): Kind;
};

const restartDelayMs = 500;
const restartDelayMaxMs = 10_000;
/** A server that ran this long before it died begins with the shortest delay again. */
const healthyAfterMs = 30_000;

/**
 * Starts a store and keeps it running: its death is reported with its last lines, and it is started again on the same
 * data and port, a little later each time. Rejects only when the first start fails.
 */
export async function keepStore<Kind extends Store>(
  name: string,
  start: () => Promise<Kind>,
  screen: Screen,
): Promise<KeptStore<Kind>> {
  const stopping = new AbortController();
  let server = await start();
  let attempts = 0;
  const running = keepRunning();

  async function keepRunning(): Promise<void> {
    let startedAt = performance.now();
    while (!stopping.signal.aborted) {
      await server.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > healthyAfterMs) attempts = 0;
      screen.died(name, 'its process is gone', server.lastLines());
      await startAgain();
      startedAt = performance.now();
    }
  }

  async function startAgain(): Promise<void> {
    while (!stopping.signal.aborted) {
      const waitMs = Math.min(restartDelayMs * 2 ** attempts++, restartDelayMaxMs);
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        server = await start();
        screen.line(`${name} is started again`);
        return;
      } catch (error) {
        screen.line(`${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  return {
    current: () => server,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await server[Symbol.asyncDispose]();
      await running;
      // One that was being started when the stop began; stopping the same server twice does nothing.
      await server[Symbol.asyncDispose]();
    },
  };
}
