import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { requireEnv, testServerEnv } from './test-servers.ts';

export type TestRedis = AsyncDisposable & {
  readonly url: string;
  /** Ends in a colon; this call's alone. */
  readonly prefix: string;
};

/** A key prefix of its own on the run's Redis; disposing deletes every key under it. */
export async function testRedis(): Promise<TestRedis> {
  const url = requireEnv(testServerEnv.redisUrl);
  const prefix = `lectern:test:${randomBytes(6).toString('hex')}:`;
  return { url, prefix, [Symbol.asyncDispose]: () => deleteKeys(url, prefix) };
}

async function deleteKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  redis.on('error', () => undefined);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 })) {
      if (keys.length > 0) await redis.unlink(keys);
    }
  } finally {
    redis.disconnect();
  }
}
