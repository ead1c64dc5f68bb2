import type { Viewer } from '@lectern/request-signing';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimits } from '../config.ts';
import { apiKeyVia } from '../viewer/look-up-api-key.ts';
import { operationErrors } from './operation.errors.ts';

export type RateLimiter = {
  /** False where nothing is limited. */
  readonly isCounting: boolean;
  /** Counts operations against whoever sends them; throws RATE_LIMITED with `retryAfterMs`. */
  count(viewer: Viewer, address: string | undefined, operations: number): Promise<void>;
  /** Counts a credential that was refused against the address it came from. */
  countRefused(address: string | undefined): Promise<void>;
};

const windowSeconds = 60;

/**
 * Counts in Redis, so that all gateways count together; while Redis is away, each counts in its own memory. Whoever
 * is over the limit is remembered here and costs no further call. A whole school behind one address is no problem:
 * only those not signed in are counted by address.
 */
export function createRateLimiter(redis: Redis, prefix: string, rates: RateLimits): RateLimiter {
  const open = (name: string, points: number): RateLimiterAbstract | undefined => {
    if (points === 0) return undefined;
    const keyPrefix = `${prefix}gateway:rate:${name}`;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix,
      points,
      duration: windowSeconds,
      inMemoryBlockOnConsumed: points + 1,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration: windowSeconds }),
    });
  };
  const byViewer = open('viewer', rates.perViewer);
  const byKey = open('key', rates.perApiKey);
  const byAddress = open('address', rates.perAddress);

  return {
    isCounting: byViewer !== undefined || byKey !== undefined || byAddress !== undefined,
    async count(viewer, address, operations) {
      if (viewer.kind === 'SERVICE') return;
      if (viewer.kind === 'ANONYMOUS') await consume(byAddress, address ?? 'unknown', operations);
      else if (viewer.via.startsWith(apiKeyVia)) await consume(byKey, viewer.via, operations);
      else await consume(byViewer, viewer.id, operations);
    },
    countRefused: (address) => consume(byAddress, address ?? 'unknown', 1),
  };
}

async function consume(limiter: RateLimiterAbstract | undefined, key: string, points: number): Promise<void> {
  try {
    await limiter?.consume(key, points);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw operationErrors.make('RATE_LIMITED', { facts: { retryAfterMs: Math.max(1, refused.msBeforeNext) } });
  }
}

/** Where nothing is limited. */
export const noRateLimits: RateLimiter = {
  isCounting: false,
  count: async () => undefined,
  countRefused: async () => undefined,
};
