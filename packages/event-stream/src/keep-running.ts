import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, withTimeout } from '@lectern/runtime';

/**
 * The first pause after a failure, and the longest; each is spread by up to half of itself. Live numbers wait for whoever
 * waits here, and a connection that is refused costs next to nothing: once a second is not too often.
 */
const pauses = { firstMs: 100, longestMs: 1_000 };
/** A session that lasted this long was healthy: after it the pauses begin anew. */
const healthyMs = 5_000;
/** How long a stop waits for the session to end by itself. */
const stopMs = 800;

/** `stop` is also aborted when the session has ended, for what of it may still be running. */
export type Session = (stop: AbortSignal) => Promise<void>;

/**
 * Runs `session` again and again until disposed: at once when it ends by itself, after a growing pause when it
 * fails. A session owns its connections, so a failure of any of them starts it from a known state.
 */
export function keepRunning(logger: Logger, session: Session): AsyncDisposable {
  const stop = new AbortController();
  const ended = repeat(logger, session, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      // What still runs then has lost its connections and its result.
      await withTimeout('the last session', stopMs, ended).catch((error: unknown) =>
        logger.warn({ err: error }, 'left running'),
      );
    },
  };
}

async function repeat(logger: Logger, session: Session, stop: AbortSignal): Promise<void> {
  let failures = 0;
  while (!stop.aborted) {
    const startedAt = performance.now();
    const over = new AbortController();
    try {
      await session(AbortSignal.any([stop, over.signal]));
      failures = 0;
    } catch (error) {
      if (stop.aborted) return;
      failures = performance.now() - startedAt > healthyMs ? 1 : failures + 1;
      const longest = Math.min(pauses.firstMs * 2 ** (failures - 1), pauses.longestMs);
      logger.warn({ err: error, failures }, 'session failed; starting it again');
      over.abort();
      await pauseUntil(longest - randomInt(Math.ceil(longest / 2)), stop);
    } finally {
      over.abort();
    }
  }
}

/** Waits `ms` milliseconds, or less when `stop` is aborted. */
export async function pauseUntil(ms: number, stop: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}

/** How long the work of a session may go on after a stop before its connections are taken from it. */
const graceMs = 500;

/** Settles as the first of `work` does, or resolves a moment after `stop` was aborted. */
export async function untilStopped(stop: AbortSignal, ...work: readonly Promise<void>[]): Promise<void> {
  const { promise: graceOver, resolve } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const startGrace = () => {
    timer = setTimeout(resolve, graceMs);
  };
  stop.addEventListener('abort', startGrace, { once: true });
  try {
    await Promise.race([...work, graceOver]);
  } finally {
    stop.removeEventListener('abort', startGrace);
    clearTimeout(timer);
  }
}
