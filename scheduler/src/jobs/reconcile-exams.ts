import { type PlanRemindersDeps, reconcileExams } from '../reminder/plan-reminders.ts';
import type { RepeatingJob } from './job.ts';

/** Mends the plans of reminders after events that never arrived. */
export function reconcileExamsJob(deps: PlanRemindersDeps, everySeconds: number): RepeatingJob {
  return {
    kind: 'REPEATING',
    name: 'reconcile-exams',
    everySeconds,
    concurrency: 1,
    handle: () => reconcileExams(deps),
  };
}
