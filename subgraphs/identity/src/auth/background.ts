import type { Logger } from '@lectern/runtime';

/** Work that answers do not wait for, such as mails; disposing waits for what is under way. */
export type Background = AsyncDisposable & { run(work: Promise<unknown>): void };

export function createBackground(logger: Logger): Background {
  const running = new Set<Promise<unknown>>();
  return {
    run(work) {
      const settled = work
        .catch((error: unknown) => logger.error({ err: error }, 'background work failed'))
        .finally(() => running.delete(settled));
      running.add(settled);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running);
    },
  };
}
