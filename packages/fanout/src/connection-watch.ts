import type { Redis } from 'ioredis';

export type ConnectionWatch = {
  /** To be called at even intervals. */
  tick(): void;
  /** Something has come: the connection lives. */
  heard(): void;
};

/**
 * Finds a connection that is dead without saying so. Counted in ticks and not by the clock: after a long pause of this
 * very process, the answer waits in the socket, and there was one tick only.
 */
export function watchConnection(
  redis: Redis,
  { quietTicks, deadTicks, onDead }: { quietTicks: number; deadTicks: number; onDead: () => void },
): ConnectionWatch {
  let ticks = 0;
  let isAsked = false;
  const heard = () => {
    ticks = 0;
    isAsked = false;
  };
  redis.on('close', heard);
  return {
    heard,
    tick() {
      if (redis.status !== 'ready') return;
      ticks += 1;
      if (isAsked && ticks >= deadTicks) {
        heard();
        onDead();
      } else if (!isAsked && ticks >= quietTicks) {
        ticks = 0;
        isAsked = true;
        redis.ping().then(heard, () => undefined);
      }
    },
  };
}
