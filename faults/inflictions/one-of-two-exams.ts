import type { Fault } from './infliction.ts';

export const oneOfTwoExams: Fault = {
  name: 'two exam processes, one dies',
  async inflict({ school, balancer }, { pause }) {
    const { exam } = school.services;
    const other = await school.startAnotherExam();
    balancer.setBackends([exam.url, other.url]);
    // New connections go to both; those that are open stay where they are until the first process is gone.
    await pause(2_000);
    await exam.end('SIGKILL');
    await pause(6_000);
    await exam.start();
    await pause(2_000);
    // Now the one that took over the relay.
    await other.end('SIGKILL');
    balancer.setBackends([exam.url]);
    return 'first the one that relays, then the other';
  },
};
