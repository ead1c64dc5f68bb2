import type { Clock } from '@lectern/runtime';
import type { SchedulerEvents } from '../events.ts';
import type { DueReminder, ExamDuty } from '../exam-duty.ts';
import type { JobRun } from '../jobs/job.ts';
import type { Addressee, FindAddressees } from '../learners.ts';
import type { MailOutcome, MailSender } from '../mail/mail-sender.ts';
import type { Mail } from '../mail/write-mail.ts';
import { listExamsOpening } from './list-exams.ts';
import { leadMs } from './reminder-time.ts';

export type SendRemindersDeps = {
  readonly clock: Clock;
  readonly events: SchedulerEvents;
  readonly duty: ExamDuty;
  readonly findAddressees: FindAddressees;
  readonly mailSender: MailSender;
  readonly writeReminder: (reminder: DueReminder, learner: Addressee & { readonly email: string }) => Promise<Mail>;
  readonly reminderSeconds: number;
  readonly claimSeconds: number;
};

/** Few enough that a batch is through long before its claim ends. */
const batchMax = 20;

/**
 * Sends what is due of one exam, and comes again until it opens, so that late registrants get theirs too. Returns
 * when to come again; null once the exam has opened, or was moved away or withdrawn.
 */
export async function sendExamReminders(deps: SendRemindersDeps, examId: string, run: JobRun): Promise<Date | null> {
  const now = new Date(deps.clock.now());
  const due = await listExamsOpening(deps.duty, now, new Date(now.getTime() + leadMs));
  if (!due.some((exam) => exam.examId === examId)) return null;
  deps.events.remindersPrepared({ examId, count: await deps.duty.prepareReminders(examId) });
  let state: 'MORE' | 'DONE' | 'NO_MAIL_SERVER' = 'MORE';
  while (state === 'MORE' && !run.stopping.aborted) {
    state = await sendBatch(deps, run);
  }
  return new Date(deps.clock.now() + deps.reminderSeconds * 1_000);
}

async function sendBatch(deps: SendRemindersDeps, run: JobRun): Promise<'MORE' | 'DONE' | 'NO_MAIL_SERVER'> {
  const reminders = await deps.duty.claimReminders(batchMax, deps.claimSeconds);
  if (reminders.length === 0) return 'DONE';
  const learners = await deps.findAddressees([...new Set(reminders.map(({ learnerId }) => learnerId))]);
  const results = await Promise.allSettled(
    reminders.map((reminder) => sendOne(deps, reminder, learners.get(reminder.learnerId), run.stopping)),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  const isUnreachable = results.some((result) => result.status === 'fulfilled' && result.value === 'UNREACHABLE');
  return isUnreachable ? 'NO_MAIL_SERVER' : 'MORE';
}

async function sendOne(
  deps: SendRemindersDeps,
  reminder: DueReminder,
  learner: Addressee | undefined,
  stopping: AbortSignal,
): Promise<MailOutcome['outcome']> {
  const { id } = reminder;
  if (!learner || learner.email === null) {
    await settle(deps, reminder, { outcome: 'REFUSED', reason: 'the account has no e-mail address' });
    return 'REFUSED';
  }
  if (stopping.aborted) {
    await deps.duty.releaseReminder(id, 0);
    return 'DEFERRED';
  }
  const mail = await deps.writeReminder(reminder, { ...learner, email: learner.email });
  const outcome = await deps.mailSender.send(mail, () => deps.duty.beginReminder(id));
  await settle(deps, reminder, outcome);
  return outcome.outcome;
}

/** Notes at exam what came of it. */
async function settle(deps: SendRemindersDeps, reminder: DueReminder, result: MailOutcome): Promise<void> {
  const { duty, events } = deps;
  const reminderId = reminder.id;
  switch (result.outcome) {
    case 'SENT':
      await duty.finishReminder(reminderId, null);
      return events.reminderSent({ reminderId, examId: reminder.exam.examId, learnerId: reminder.learnerId });
    case 'REFUSED':
      await duty.finishReminder(reminderId, result.reason);
      return events.reminderRefused({ reminderId, reason: result.reason });
    case 'DEFERRED':
    case 'UNREACHABLE':
      await duty.releaseReminder(reminderId, deps.claimSeconds);
      return events.reminderDeferred({ reminderId, reason: result.reason });
    case 'NOT_BEGUN':
      return events.reminderTaken({ reminderId });
    case 'UNCERTAIN':
      return events.reminderUncertain({ reminderId, reason: result.reason });
    default:
      return result satisfies never;
  }
}
