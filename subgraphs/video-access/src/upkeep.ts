import type { Logger } from '@lectern/runtime';

export type Upkeep = AsyncDisposable & {
  /** There is something to do before the next round. */
  notice(): void;
};

export type UpkeepOptions = {
  readonly everyMs: number;
  readonly logger: Logger;
  /** Each is safe to repeat and looks after its own bounds. */
  readonly chores: Readonly<Record<string, () => Promise<void>>>;
};

/** Does the chores now, every so often, and when noticed; one round at a time. */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const stopped = Promise.withResolvers<'stopped'>();
  let isStopping = false;
  let noticed = Promise.withResolvers<'noticed'>();

  async function run(): Promise<void> {
    while (!isStopping) {
      const next = noticed.promise;
      for (const [chore, work] of Object.entries(options.chores)) {
        if (isStopping) return;
        await work().catch((error: unknown) => options.logger.warn({ err: error, chore }, 'a chore was not done'));
      }
      await pause([next, stopped.promise], options.everyMs);
    }
  }
  const running = run();

  return {
    notice() {
      noticed.resolve('noticed');
      noticed = Promise.withResolvers();
    },
    async [Symbol.asyncDispose]() {
      isStopping = true;
      stopped.resolve('stopped');
      await running;
    },
  };
}

async function pause(wakers: readonly Promise<unknown>[], ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, ...wakers]);
  clearTimeout(timer);
}
