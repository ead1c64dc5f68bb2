import { startStreamConsumer } from '@lectern/event-stream';
import type { ExamEvent } from '@lectern/events';
import {
  type Clock,
  createLogger,
  createMetrics,
  type HttpService,
  newId,
  type Service,
  startHttpService,
  systemClock,
} from '@lectern/runtime';
import { createInternalClient } from '@lectern/subgraph';
import { Redis } from 'ioredis';
import { request } from 'undici';
import { createJobScheduler, type JobStore, openJobStore } from './agenda.ts';
import type { SchedulerConfig } from './config.ts';
import { createEvents } from './events.ts';
import { createExamDuty, type ExamDuty } from './exam-duty.ts';
import { expireAttemptsJob } from './jobs/expire-attempts.ts';
import type { Job } from './jobs/job.ts';
import { reconcileExamsJob } from './jobs/reconcile-exams.ts';
import { sendExamRemindersJob } from './jobs/send-exam-reminders.ts';
import { createFindAddressees } from './learners.ts';
import { createMailSender } from './mail/mail-sender.ts';
import { followExam, type PlanRemindersDeps } from './reminder/plan-reminders.ts';
import { createRecoverClaims } from './reminder/recover-claims.ts';
import { openSendJournal } from './reminder/send-journal.ts';
import type { SendRemindersDeps } from './reminder/send-reminders.ts';
import { writeReminder } from './reminder/write-reminder.ts';

/** What tests replace. */
export type SchedulerOverrides = { readonly clock?: Clock };

const serviceName = 'scheduler';
const examCheckTimeoutMs = 1_500;

/** Wires and starts the service; everything it opened is released in reverse order, also when the start fails. */
export async function startSchedulerService(
  config: SchedulerConfig,
  overrides: SchedulerOverrides = {},
): Promise<Service> {
  await using resources = new AsyncDisposableStack();
  const clock = overrides.clock ?? systemClock;
  const logger = createLogger(serviceName, config.log);
  const metrics = createMetrics(serviceName);
  const events = createEvents(logger, metrics);

  const client = resources.use(
    createInternalClient({
      issuer: serviceName,
      signingSecret: config.signingSecret,
      urls: { exam: config.examUrl, identity: config.identityUrl },
    }),
  );
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  redis.on('error', (error) => logger.debug({ err: error }, 'redis'));
  resources.defer(() => redis.disconnect());
  const duty = createExamDuty(client);
  const mailSender = resources.use(createMailSender(config.mail.smtpUrl, config.mail.connections));
  const journal = resources.use(await openSendJournal(config.statePath));
  const store = resources.use(await openJobStore(config.store, logger));
  const scheduler = resources.use(
    await createJobScheduler({
      ...{ store, storeConfig: config.store, clock, events, logger },
      lockSeconds: config.cadence.lockSeconds,
    }),
  );
  const plans = { clock, events, duty, planner: scheduler.planner };
  const sending = { mailSender, journal, findAddressees: createFindAddressees(client) };
  await scheduler.start(createJobs(config, plans, sending));
  resources.use(
    await startStreamConsumer<ExamEvent>({
      ...{ redisUrl: config.redisUrl, prefix: config.redisPrefix, logger, metrics },
      stream: 'exam.events',
      group: serviceName,
      consumer: newId(),
      handle: (event) => followExam(plans, event),
    }),
  );
  const http = resources.use(await startHealth(config, { logger, metrics }, store, redis));
  const owned = resources.move();
  return { url: http.url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

type Plans = PlanRemindersDeps & { readonly duty: ExamDuty };

function createJobs(
  { cadence, publicUrl, mail }: SchedulerConfig,
  plans: Plans,
  sending: Pick<SendRemindersDeps, 'mailSender' | 'journal' | 'findAddressees'>,
): readonly Job[] {
  const { clock, events, duty } = plans;
  const reminders: SendRemindersDeps = {
    ...sending,
    clock,
    events,
    duty,
    recoverClaims: createRecoverClaims({ clock, events, duty, journal: sending.journal }),
    writeReminder: (reminder, learner) => writeReminder({ clock, publicUrl, mail }, reminder, learner),
    reminderSeconds: cadence.reminderSeconds,
    claimSeconds: cadence.claimSeconds,
  };
  return [
    sendExamRemindersJob(reminders),
    reconcileExamsJob(plans, cadence.reconcileSeconds),
    expireAttemptsJob({ duty, events }, cadence.expireSeconds),
  ];
}

type Observed = Pick<Parameters<typeof startHttpService>[0], 'logger' | 'metrics'>;

function startHealth(config: SchedulerConfig, observed: Observed, store: JobStore, redis: Redis): Promise<HttpService> {
  return startHttpService({
    ...observed,
    host: config.host,
    port: config.port,
    checks: { store: () => store.isUsable(), redis: () => redis.ping(), exam: () => answers(config.examUrl) },
    routes: () => undefined,
  });
}

async function answers(url: string): Promise<void> {
  const response = await request(new URL('/livez', url), { signal: AbortSignal.timeout(examCheckTimeoutMs) });
  await response.body.dump();
  if (response.statusCode !== 200) throw new Error(`answers with ${response.statusCode}`);
}
