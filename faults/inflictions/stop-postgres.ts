import { familyOf, signalAll } from '../processes.ts';
import type { Fault } from './infliction.ts';

const stoppedMs = 20_000;

export const stopPostgres: Fault = {
  name: 'PostgreSQL stopped for 20 s',
  async inflict({ school: { postgres } }, { pause }) {
    const { pid } = postgres.current();
    // The backends too: each has a process group of its own. Those started meanwhile cannot be, for who would fork them.
    const family = familyOf(pid);
    signalAll(family, 'SIGSTOP');
    await pause(stoppedMs);
    signalAll(family, 'SIGCONT');
    return `${family.length} processes`;
  },
};
