import { Redis } from 'ioredis';

export type RedisSession = Disposable & {
  readonly redis: Redis;
  /** Rejects when the connection is lost; never resolves. */
  readonly lost: Promise<never>;
  /** Ends the connection now, and with it a blocking read. */
  hangUp(): void;
};

const connectTimeoutMs = 5_000;

/**
 * One connection that does not come back by itself: whoever uses it starts over when it is lost, and so looks again
 * at what Redis still holds. A command, blocking ones included, fails after `commandTimeoutMs`.
 */
export async function connectRedis(url: string, commandTimeoutMs: number): Promise<RedisSession> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    disconnectTimeout: 500,
    // Not `socketTimeout`: its timer outlives the connection.
    commandTimeout: commandTimeoutMs,
    keepAlive: 10_000,
    retryStrategy: () => null,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  });
  let reason: unknown;
  // Without a listener ioredis prints its errors; here the last one becomes the reason of the loss.
  redis.on('error', (error) => {
    reason = error;
  });
  const lost = new Promise<never>((_, reject) => {
    redis.once('end', () => reject(new Error('the connection to Redis was lost', { cause: reason })));
  });
  // Rejects also while nobody waits for it.
  lost.catch(() => undefined);
  const hangUp = () => {
    // On a closed connection it would leave a timer that nothing clears.
    if (redis.status !== 'end' && redis.status !== 'close') redis.disconnect();
  };
  try {
    await redis.connect();
  } catch (error) {
    hangUp();
    throw new Error('Redis cannot be reached', { cause: reason ?? error });
  }
  return { redis, lost, hangUp, [Symbol.dispose]: hangUp };
}
