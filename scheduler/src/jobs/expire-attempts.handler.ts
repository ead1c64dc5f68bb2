import type { SchedulerEvents } from '../events.ts';
import type { ExamDuty } from '../exam-duty.ts';
import type { JobRun } from './job.ts';

export type ExpireAttemptsDeps = {
  readonly duty: Pick<ExamDuty, 'expireAttempts'>;
  readonly events: SchedulerEvents;
};

const batchMax = 500;

/** Asks exam to end overdue attempts until none is left. */
export async function expireAttempts(deps: ExpireAttemptsDeps, run: JobRun): Promise<void> {
  let count: number;
  do {
    count = await deps.duty.expireAttempts(batchMax);
    deps.events.attemptsExpired({ count });
  } while (count > 0 && !run.stopping.aborted);
}
