import type { Logger } from '@lectern/runtime';
import type { Redis, RedisOptions } from 'ioredis';
import { watchConnection } from './connection-watch.ts';
import { connectTo, hangUp } from './redis-options.ts';

export type FeedConnections = {
  readonly subscribing: Redis;
  readonly reading: Redis;
  readonly isConnected: () => boolean;
  /** Ticks from now on. */
  work(): void;
  /** Ticks no more: nothing is followed. */
  rest(): void;
  end(): void;
};

export type FeedConnectionsOptions = {
  readonly redisUrl: string;
  readonly logger: Logger;
  readonly onMessage: (key: string, text: string) => void;
  readonly onConnected: () => void;
  /** `isLong`: it gave no answer for some time already. */
  readonly onLost: (isLong: boolean) => void;
  readonly onReadable: () => void;
  readonly tick: () => void;
};

const tickMs = 250;
/** Asked after two quiet seconds, dead after three without an answer. */
const watchTicks = { quietTicks: 8, deadTicks: 12 };

/** Nothing waits for a connection: what is to be sent is known, and sent when there is one. */
const ours: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  connectTimeout: 2_000,
};

/** The connection that subscribes and the one that reads, the watch over both, and the one timer of a feed. */
export function createConnections(options: FeedConnectionsOptions): FeedConnections {
  const { redisUrl, logger, onLost } = options;
  const reading = connectTo(redisUrl, logger, { ...ours, commandTimeout: 2_000 });
  const subscribing = connectTo(redisUrl, logger, {
    ...ours,
    autoResubscribe: false,
    // A SUBSCRIBE sent while ioredis still asks INFO whether Redis is ready makes that question fail.
    enableReadyCheck: false,
    disableClientInfo: true,
  });
  let isConnected = false;
  let timer: NodeJS.Timeout | undefined;

  function lose(isLong: boolean): void {
    isConnected = false;
    onLost(isLong);
  }
  const watches = [
    watchConnection(subscribing, {
      ...watchTicks,
      onDead() {
        logger.warn('the subscribing connection gives no answer');
        subscribing.disconnect(true);
        lose(true);
      },
    }),
    watchConnection(reading, { ...watchTicks, onDead: () => reading.disconnect(true) }),
  ];
  subscribing.on('message', (key, text) => {
    watches[0]?.heard();
    if (isConnected) options.onMessage(key, text);
  });
  subscribing.on('ready', () => {
    isConnected = true;
    options.onConnected();
  });
  subscribing.on('close', () => lose(false));
  reading.on('ready', options.onReadable);

  function tick(): void {
    for (const watch of watches) watch.tick();
    options.tick();
  }

  return {
    subscribing,
    reading,
    isConnected: () => isConnected,
    work() {
      timer ??= setInterval(tick, tickMs).unref();
    },
    rest() {
      clearInterval(timer);
      timer = undefined;
    },
    end() {
      clearInterval(timer);
      subscribing.removeAllListeners('close');
      hangUp(subscribing);
      hangUp(reading);
    },
  };
}
