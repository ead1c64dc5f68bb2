import type { LiveEnvelope } from '@lectern/events';
import type { LiveQueue } from './live-queue.ts';

/** One reader of a topic. Leave it by `return()`, which `for await` calls by itself. */
export type LiveSubscription = AsyncIterableIterator<LiveEnvelope, undefined> &
  AsyncDisposable & {
    /**
     * Resolves when no later event can be missed; take a snapshot after it. While Redis is away it resolves after two
     * seconds all the same: the newest event follows when Redis is back.
     */
    readonly ready: Promise<void>;
    return(): Promise<IteratorResult<LiveEnvelope, undefined>>;
  };

/** The reader's side of a queue; `leave` is called once, at the end. */
export function createLiveSubscription(queue: LiveQueue, ready: Promise<void>, leave: () => void): LiveSubscription {
  let hasLeft = false;
  const end = () => {
    if (hasLeft) return;
    hasLeft = true;
    queue.end();
    leave();
  };
  const subscription: LiveSubscription = {
    ready,
    next: () => queue.next(),
    async return() {
      end();
      return { done: true, value: undefined };
    },
    async throw(error: unknown) {
      end();
      throw error;
    },
    async [Symbol.asyncDispose]() {
      end();
    },
    [Symbol.asyncIterator]: () => subscription,
  };
  return subscription;
}
