import type { Fault } from './infliction.ts';

export const killExam: Fault = {
  name: 'exam killed, started again',
  async inflict({ school: { services } }, { pause }) {
    for (const downMs of [0, 3_000]) {
      await services.exam.end('SIGKILL');
      await pause(downMs);
      await services.exam.start();
      await pause(2_000);
    }
    await services.exam.end('SIGKILL');
    await services.exam.start();
    return 'three times';
  },
};
