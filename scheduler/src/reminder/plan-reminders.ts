import type { ExamEvent } from '@lectern/events';
import type { Clock } from '@lectern/runtime';
import type { SchedulerEvents } from '../events.ts';
import type { ExamDuty } from '../exam-duty.ts';
import type { Planner } from '../jobs/job.ts';
import { listExamsOpening } from './list-exams.ts';
import { type PlanChange, planChanges } from './plan-changes.ts';
import { remindAt } from './reminder-time.ts';

export const sendExamRemindersJob = 'send-exam-reminders';

export type PlanRemindersDeps = {
  readonly clock: Clock;
  readonly events: SchedulerEvents;
  readonly duty: Pick<ExamDuty, 'listUpcomingExams'>;
  readonly planner: Planner;
};

/** Plans, moves or calls off the reminders of the exam an event tells of. */
export async function followExam(deps: PlanRemindersDeps, event: ExamEvent): Promise<void> {
  if (event.type !== 'exam.exam.changed.v1') return;
  const { examId, status, opensAt } = event.payload;
  const now = new Date(deps.clock.now());
  const runAt = status === 'PUBLISHED' && opensAt !== null ? remindAt(new Date(opensAt), now) : null;
  await applyChange(deps, runAt ? { change: 'PLAN', examId, runAt } : { change: 'CALL_OFF', examId });
}

/** Compares all plans with what exam says, and mends what a lost event has left. */
export async function reconcileExams(deps: PlanRemindersDeps): Promise<void> {
  const now = new Date(deps.clock.now());
  const exams = await listExamsOpening(deps.duty, now, null);
  for (const change of planChanges(exams, await deps.planner.list(sendExamRemindersJob), now)) {
    await applyChange(deps, change);
  }
}

async function applyChange({ planner, events }: PlanRemindersDeps, change: PlanChange): Promise<void> {
  const { examId } = change;
  if (change.change === 'PLAN') {
    await planner.plan(sendExamRemindersJob, examId, change.runAt);
    events.remindersPlanned({ examId, runAt: change.runAt });
  } else {
    await planner.callOff(sendExamRemindersJob, examId);
    events.remindersCalledOff({ examId });
  }
}
