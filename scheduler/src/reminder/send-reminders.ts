import type { Clock } from '@lectern/runtime';
import type { SchedulerEvents } from '../events.ts';
import type { DueReminder, ExamDuty } from '../exam-duty.ts';
import type { JobRun } from '../jobs/job.ts';
import type { Addressee, FindAddressees } from '../learners.ts';
import type { MailOutcome, MailSender } from '../mail/mail-sender.ts';
import type { Mail } from '../mail/write-mail.ts';
import { listExamsOpening } from './list-exams.ts';
import { leadMs } from './reminder-time.ts';
import type { SendJournal } from './send-journal.ts';

export type SendRemindersDeps = {
  readonly clock: Clock;
  readonly events: SchedulerEvents;
  readonly duty: ExamDuty;
  readonly findAddressees: FindAddressees;
  readonly mailSender: MailSender;
  readonly journal: SendJournal;
  /** Resolves when the claims of killed processes were given back. */
  readonly recoverClaims: () => Promise<void>;
  readonly writeReminder: (reminder: DueReminder, learner: Addressee & { readonly email: string }) => Promise<Mail>;
  readonly reminderSeconds: number;
  readonly claimSeconds: number;
};

/** Few enough that a batch is through long before its claim ends. */
const batchMax = 20;
/** Longer than a request to exam may take: what is sent off before the deadline arrives before the claim ends. */
const marginMs = 6_000;

type Claim = { readonly reminder: DueReminder; readonly deadlineMs: number };

/**
 * Sends what is due of one exam, and comes again until it opens, so that late registrants get theirs too. Returns
 * when to come again; null once the exam has opened, or was moved away or withdrawn.
 */
export async function sendExamReminders(deps: SendRemindersDeps, examId: string, run: JobRun): Promise<Date | null> {
  await deps.recoverClaims();
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
  const deadlineMs = deps.clock.now() + deps.claimSeconds * 1_000 - marginMs;
  const reminders = await deps.duty.claimReminders(batchMax, deps.claimSeconds);
  if (reminders.length === 0) return 'DONE';
  deps.journal.claimed(
    reminders.map(({ id }) => id),
    deadlineMs,
  );
  const learners = await deps.findAddressees([...new Set(reminders.map(({ learnerId }) => learnerId))]);
  const results = await Promise.allSettled(
    reminders.map((reminder) =>
      sendOne(deps, { reminder, deadlineMs }, learners.get(reminder.learnerId), run.stopping),
    ),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  const isUnreachable = results.some((result) => result.status === 'fulfilled' && result.value === 'UNREACHABLE');
  return isUnreachable ? 'NO_MAIL_SERVER' : 'MORE';
}

async function sendOne(
  deps: SendRemindersDeps,
  claim: Claim,
  learner: Addressee | undefined,
  stopping: AbortSignal,
): Promise<MailOutcome['outcome']> {
  const { reminder } = claim;
  const { id } = reminder;
  if (!learner || learner.email === null) {
    await settle(deps, claim, { outcome: 'REFUSED', reason: 'the account has no e-mail address' });
    return 'REFUSED';
  }
  if (stopping.aborted) {
    await giveBack(deps, claim, 0);
    return 'DEFERRED';
  }
  const mail = await deps.writeReminder(reminder, { ...learner, email: learner.email });
  const outcome = await deps.mailSender.send(mail, {
    begin: () => deps.duty.beginReminder(id),
    sending: () => deps.journal.sending(id),
  });
  await settle(deps, claim, outcome);
  return outcome.outcome;
}

/** Notes at exam what came of it. */
async function settle(deps: SendRemindersDeps, claim: Claim, result: MailOutcome): Promise<void> {
  await note(deps, claim, result);
  deps.journal.settled(claim.reminder.id);
}

async function note(deps: SendRemindersDeps, claim: Claim, result: MailOutcome): Promise<void> {
  const { duty, events } = deps;
  const { reminder } = claim;
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
      await giveBack(deps, claim, deps.claimSeconds);
      return events.reminderDeferred({ reminderId, reason: result.reason });
    case 'NOT_BEGUN':
      return events.reminderTaken({ reminderId });
    case 'UNCERTAIN':
      return events.reminderUncertain({ reminderId, reason: result.reason });
    default:
      return result satisfies never;
  }
}

/** Only while the claim surely is ours: afterwards somebody else may be sending it. */
async function giveBack({ duty, clock }: SendRemindersDeps, claim: Claim, retryAfterSeconds: number): Promise<void> {
  const { id } = claim.reminder;
  if (clock.now() >= claim.deadlineMs) return;
  if (await duty.releaseReminder(id, retryAfterSeconds)) return;
  // It was begun, and did not go out all the same.
  if (clock.now() < claim.deadlineMs) await duty.takeBackReminder(id, retryAfterSeconds);
}
