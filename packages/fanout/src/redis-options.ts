import type { Logger } from '@lectern/runtime';
import { Redis, type RedisOptions } from 'ioredis';

/** Reconnects for ever, the first time after 50 ms, later every 2 s. */
const retryMsMax = 2_000;

/** A connection that heals itself; what goes wrong with it is logged once per change, not once per attempt. */
export function connectTo(url: string, logger: Logger, options: RedisOptions): Redis {
  const redis = new Redis(url, {
    disconnectTimeout: 500,
    keepAlive: 10_000,
    retryStrategy: (attempts) => Math.min(attempts * 50, retryMsMax),
    ...options,
  });
  let isAway = false;
  // Without a listener ioredis prints every failed attempt.
  redis.on('error', (error) => {
    if (!isAway) logger.warn({ err: error }, 'Redis is away');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) logger.info('Redis is back');
    isAway = false;
  });
  return redis;
}

/** Ends the connection at once. Asked of a closed one, ioredis would leave a timer behind. */
export function hangUp(redis: Redis): void {
  if (redis.status !== 'end' && redis.status !== 'close') redis.disconnect();
}
