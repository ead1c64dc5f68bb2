import type { Fault } from './infliction.ts';

export const killPostgres: Fault = {
  name: 'PostgreSQL killed, started again',
  async inflict({ school: { postgres } }, { pause }) {
    await postgres.kill();
    await postgres.restart();
    await pause(4_000);
    await postgres.kill();
    await pause(3_000);
    await postgres.restart();
    return 'twice, once for 3 s';
  },
};
