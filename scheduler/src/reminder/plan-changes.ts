import type { Plan } from '../jobs/job.ts';
import { remindAt } from './reminder-time.ts';

export type PlanChange =
  | { readonly change: 'PLAN'; readonly examId: string; readonly runAt: Date }
  | { readonly change: 'CALL_OFF'; readonly examId: string };

/** A plan may be off by this much: one that is due runs again and again, each time planned anew. */
const toleranceMs = 60_000;

/** What must change so that every exam that has not opened yet is planned, and no other. */
export function planChanges(
  exams: readonly { readonly examId: string; readonly opensAt: Date }[],
  plans: readonly Plan[],
  now: Date,
): readonly PlanChange[] {
  const planned = new Map(plans.map((plan) => [plan.subjectId, plan]));
  const upcoming = new Set(exams.map(({ examId }) => examId));
  const missing = exams.flatMap(({ examId, opensAt }): PlanChange[] => {
    const runAt = remindAt(opensAt, now);
    if (runAt === null) return [];
    const plan = planned.get(examId);
    return plan && isAsPlanned(plan, runAt, now) ? [] : [{ change: 'PLAN', examId, runAt }];
  });
  const idle = plans.filter((plan) => plan.runAt !== null && !upcoming.has(plan.subjectId));
  return [...missing, ...idle.map(({ subjectId }): PlanChange => ({ change: 'CALL_OFF', examId: subjectId }))];
}

function isAsPlanned(plan: Plan, runAt: Date, now: Date): boolean {
  // It is running: what it finds out itself is newer than what we know.
  if (plan.runAt === null) return true;
  const isDue = runAt <= now;
  if (isDue) return plan.runAt.getTime() <= now.getTime() + toleranceMs;
  return plan.runAt.getTime() === runAt.getTime();
}
