import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@lectern/runtime';
import type { Redis } from 'ioredis';

const retryMs = 1_000;

/**
 * What graphql-redis-subscriptions sees of the subscribing connection. It drops the promises of `unsubscribe` and, of
 * a failed `subscribe`, one that rejects: both would end the process. So here unsubscribing never rejects, and
 * subscribing is tried until it succeeds or `stop` is aborted.
 */
export function guardSubscriptions(redis: Redis, logger: Logger, stop: AbortSignal): Redis {
  async function subscribe(channel: string, done: (problem: null) => void): Promise<void> {
    while (!stop.aborted) {
      try {
        await redis.subscribe(channel);
        return done(null);
      } catch (error) {
        if (stop.aborted) return;
        logger.error({ err: error, channel }, 'subscribing failed');
        await pause(retryMs, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  }
  async function unsubscribe(channel: string): Promise<void> {
    try {
      await redis.unsubscribe(channel);
    } catch (error) {
      if (!stop.aborted) logger.warn({ err: error, channel }, 'unsubscribing failed');
    }
  }
  // Patterns are never subscribed to, but the library unsubscribes from one with every channel.
  const punsubscribe = async () => undefined;
  const guarded: Redis = Object.create(redis);
  return Object.assign(guarded, { on: redis.on.bind(redis), subscribe, unsubscribe, punsubscribe });
}
