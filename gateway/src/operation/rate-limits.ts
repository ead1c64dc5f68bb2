import type { Viewer } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import type { RateLimits } from '../config.ts';
import { apiKeyVia } from '../viewer/look-up-api-key.ts';
import { operationErrors } from './operation.errors.ts';
import { createSharedCounter, type SharedCounter } from './shared-counter.ts';

export type RateLimiter = {
  /** False where nothing is limited. */
  readonly isCounting: boolean;
  /** Counts operations against whoever sends them; throws RATE_LIMITED with `retryAfterMs`. */
  count(viewer: Viewer, address: string | undefined, operations: number): void;
  /** Counts a credential that was refused against the address it came from. */
  countRefused(address: string | undefined): void;
};

/**
 * All gateways count together (`shared-counter.ts`); while Redis is away, each counts alone. A whole school behind one
 * address is no problem: only those not signed in are counted by address.
 */
export function createRateLimiter(options: {
  readonly redis: Redis;
  readonly prefix: string;
  readonly rates: RateLimits;
  readonly clock: Clock;
  readonly onAway: (error: unknown) => void;
}): RateLimiter {
  const { redis, prefix, rates, clock, onAway } = options;
  const open = (name: string, limit: number): SharedCounter | undefined =>
    limit === 0
      ? undefined
      : createSharedCounter({ redis, key: `${prefix}gateway:rate:${name}`, limit, clock, onAway });
  const byViewer = open('viewer', rates.perViewer);
  const byKey = open('key', rates.perApiKey);
  const byAddress = open('address', rates.perAddress);

  return {
    isCounting: byViewer !== undefined || byKey !== undefined || byAddress !== undefined,
    count(viewer, address, operations) {
      if (viewer.kind === 'SERVICE') return;
      if (viewer.kind === 'ANONYMOUS') consume(byAddress, address ?? 'unknown', operations);
      else if (viewer.via.startsWith(apiKeyVia)) consume(byKey, viewer.via, operations);
      else consume(byViewer, viewer.id, operations);
    },
    countRefused: (address) => consume(byAddress, address ?? 'unknown', 1),
  };
}

function consume(counter: SharedCounter | undefined, name: string, operations: number): void {
  const retryAfterMs = counter?.count(name, operations) ?? 0;
  if (retryAfterMs > 0) throw operationErrors.make('RATE_LIMITED', { facts: { retryAfterMs } });
}

/** Where nothing is limited. */
export const noRateLimits: RateLimiter = {
  isCounting: false,
  count: () => undefined,
  countRefused: () => undefined,
};
