import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestMailServer, testDatabase, testMailServer, testRedis, testSigningSecret } from '@lectern/testing';
import { readSchedulerConfig } from '../src/config.ts';
import { startSchedulerService } from '../src/service.ts';
import { type ExamStub, startExamStub, startIdentityStub } from './_exam-stub.ts';

export type SchedulerTest = AsyncDisposable & {
  readonly env: Readonly<Record<string, string>>;
  readonly exam: ExamStub;
  readonly mail: TestMailServer;
  /** Starts one more scheduler in this process; released with the test. */
  start(change?: Readonly<Record<string, string>>): Promise<{ readonly url: string } & AsyncDisposable>;
};

/** A database, Redis, mail server, exam and identity for schedulers to work with; cadences are short. */
export async function prepareSchedulerTest(): Promise<SchedulerTest> {
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-scheduler-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const database = resources.use(await testDatabase('scheduler'));
  const redis = resources.use(await testRedis());
  const mail = resources.use(await testMailServer());
  const exam = resources.use(await startExamStub());
  const identity = resources.use(await startIdentityStub());
  const env = {
    SCHEDULER_PORT: '0',
    SCHEDULER_STORE_URL: database.url,
    SCHEDULER_REDIS_URL: redis.url,
    LECTERN_REDIS_PREFIX: redis.prefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_PUBLIC_URL: 'https://lectern.example',
    LECTERN_EXAM_URL: exam.url,
    LECTERN_IDENTITY_URL: identity.url,
    SCHEDULER_SMTP_URL: mail.url,
    SCHEDULER_MAIL_FROM: 'Lectern <no-reply@lectern.example>',
    SCHEDULER_STATE_PATH: folder,
    SCHEDULER_EXPIRE_SECONDS: '1',
    SCHEDULER_RECONCILE_SECONDS: '1',
    SCHEDULER_REMINDER_SECONDS: '1',
    SCHEDULER_CLAIM_SECONDS: '30',
    SCHEDULER_LOCK_SECONDS: '2',
    LECTERN_LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    LECTERN_LOG_FORMAT: 'json',
  };
  const owned = resources.move();
  return {
    env,
    exam,
    mail,
    start: async (change = {}) => owned.use(await startSchedulerService(readSchedulerConfig({ ...env, ...change }))),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The real process. */
export function spawnScheduler(env: Readonly<Record<string, string>>): ChildProcess {
  const main = join(import.meta.dirname, '../src/main.ts');
  return spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

export function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}
