import { randomInt } from 'node:crypto';
import type { Redis } from 'ioredis';
import { pauseUntil } from './keep-running.ts';

export type Lease = AsyncDisposable & {
  /** Rejects when the lease was lost; never resolves. */
  readonly lost: Promise<never>;
};

const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;
const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`;

/** How often those who stand by look; each pause is spread by up to half of itself. */
const waitMs = 500;

/**
 * Waits until the key is free and holds it, renewed three times per `leaseMs`. Undefined when stopped before. A holder
 * that dies is followed after `leaseMs`, one that is disposed at once.
 */
export async function takeLease(
  redis: Redis,
  key: string,
  holder: string,
  leaseMs: number,
  stop: AbortSignal,
): Promise<Lease | undefined> {
  const renewMs = leaseMs / 3;
  while ((await redis.set(key, holder, 'PX', leaseMs, 'NX')) === null) {
    const longest = Math.ceil(Math.min(renewMs, waitMs));
    await pauseUntil(longest - randomInt(Math.ceil(longest / 2)), stop);
    if (stop.aborted) return undefined;
  }
  const { promise: lost, reject } = Promise.withResolvers<never>();
  // Rejects also while nobody waits for it.
  lost.catch(() => undefined);
  const renew = async () => {
    const isHeld = await redis.eval(renewScript, 1, key, holder, leaseMs);
    if (isHeld !== 1) reject(new Error('another consumer of the group has taken over'));
  };
  const timer = setInterval(() => void renew().catch(reject), renewMs);
  return {
    lost,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      // Best effort: with the connection gone the lease runs out by itself.
      await redis.eval(releaseScript, 1, key, holder).catch(() => undefined);
    },
  };
}
