import { LecternError } from '@lectern/errors';
import type { Logger, Metrics } from '@lectern/runtime';
import { Counter } from 'prom-client';

/** The facts of this service, each a line in the log and a count. They never throw. */
export type SchedulerEvents = ReturnType<typeof createEvents>;

export function createEvents(logger: Logger, metrics: Metrics) {
  const count = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `lectern_scheduler_${name}_total`, help, labelNames, registers: [metrics.registry] });
  const planned = count('reminders_planned', 'Exams whose reminders were planned, moved or called off', ['what']);
  const prepared = count('reminders_prepared', 'Reminders written by exam');
  const mails = count('reminder_mails', 'What came of reminder mails', ['outcome']);
  const expired = count('attempts_expired', 'Attempts that were ended because their time had run out');
  const failures = count('job_failures', 'Runs of jobs that failed', ['job']);
  return {
    remindersPlanned(facts: { examId: string; runAt: Date }) {
      planned.inc({ what: 'planned' });
      logger.info(facts, 'reminders planned');
    },
    remindersCalledOff(facts: { examId: string }) {
      planned.inc({ what: 'called off' });
      logger.info(facts, 'reminders called off');
    },
    remindersPrepared(facts: { examId: string; count: number }) {
      prepared.inc(facts.count);
      if (facts.count > 0) logger.info(facts, 'reminders prepared');
    },
    reminderSent(facts: { reminderId: string; examId: string; learnerId: string }) {
      mails.inc({ outcome: 'sent' });
      logger.info(facts, 'reminder sent');
    },
    reminderRefused(facts: { reminderId: string; reason: string }) {
      mails.inc({ outcome: 'refused' });
      logger.warn(facts, 'reminder refused for good');
    },
    reminderDeferred(facts: { reminderId: string; reason: string }) {
      mails.inc({ outcome: 'deferred' });
      logger.warn(facts, 'reminder not sent; it will be tried again');
    },
    reminderRecovered(facts: { reminderId: string }) {
      mails.inc({ outcome: 'recovered' });
      logger.info(facts, 'a reminder that a killed process had not sent is given back');
    },
    reminderTaken(facts: { reminderId: string }) {
      mails.inc({ outcome: 'taken' });
      logger.info(facts, 'reminder was given to somebody else');
    },
    reminderUncertain(facts: { reminderId: string; reason: string }) {
      mails.inc({ outcome: 'uncertain' });
      logger.error(facts, 'the mail server did not say whether it took a reminder; it is not sent again');
    },
    attemptsExpired(facts: { count: number }) {
      expired.inc(facts.count);
      if (facts.count > 0) logger.info(facts, 'attempts expired');
    },
    jobFailed(facts: { job: string; err: unknown }) {
      failures.inc({ job: facts.job });
      logger[levelOf(facts.err)](facts, 'a job failed; it runs again');
    },
  };
}

/** While everything starts together, those who are asked may be a little later than whoever asks. */
const startingMs = 60_000;

function levelOf(error: unknown): 'info' | 'warn' | 'error' {
  if (!(error instanceof LecternError) || error.category !== 'UNAVAILABLE') return 'error';
  return performance.now() < startingMs ? 'info' : 'warn';
}
