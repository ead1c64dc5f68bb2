import { sendExamRemindersJob as name } from '../reminder/plan-reminders.ts';
import { type SendRemindersDeps, sendExamReminders } from '../reminder/send-reminders.ts';
import type { PlannedJob } from './job.ts';

/** One per exam, a day before it opens. */
export function sendExamRemindersJob(deps: SendRemindersDeps): PlannedJob {
  return {
    kind: 'PLANNED',
    name,
    concurrency: 2,
    retrySeconds: 15,
    handle: (examId, run) => sendExamReminders(deps, examId, run),
  };
}
