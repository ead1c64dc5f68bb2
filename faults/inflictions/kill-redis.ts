import type { Fault } from './infliction.ts';

export const killRedis: Fault = {
  name: 'Redis killed, comes back empty',
  async inflict({ school: { redis } }, { pause }) {
    await redis.kill();
    await pause(5_000);
    await redis.restart();
    await pause(4_000);
    await redis.kill();
    await redis.restart();
    return 'twice, once for 5 s';
  },
};
