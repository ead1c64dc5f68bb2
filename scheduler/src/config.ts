import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Env, type EnvReader, type LogSettings, readWith } from '@lectern/runtime';

/** Where Agenda keeps its jobs; the scheme of the URL decides. */
export type StoreConfig = { readonly kind: 'POSTGRES' | 'MONGO'; readonly url: string };

export type MailConfig = {
  /** `smtp://` or `smtps://`, with user and password if the server wants them. */
  readonly smtpUrl: string;
  /** An address, or a name with an address in angle brackets. */
  readonly from: string;
  /** Connections to the mail server at once. */
  readonly connections: number;
  /** IANA name of the zone in which mails name instants. */
  readonly timeZone: string;
};

export type SchedulerConfig = {
  readonly host: string;
  readonly port: number;
  readonly log: LogSettings;
  readonly store: StoreConfig;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly signingSecret: string;
  readonly publicUrl: string;
  readonly examUrl: string;
  readonly identityUrl: string;
  readonly mail: MailConfig;
  readonly cadence: CadenceConfig;
  /** A folder on this machine's disk, where a process notes what it is sending. */
  readonly statePath: string;
};

/** How often things are looked at, in seconds. */
export type CadenceConfig = {
  readonly expireSeconds: number;
  readonly reconcileSeconds: number;
  /** How often an exam's reminders are gone through once they are due; late registrants wait this long. */
  readonly reminderSeconds: number;
  /** How long claimed reminders belong to this process, and a mail that could not be sent waits. */
  readonly claimSeconds: number;
  /**
   * A run of a job not heard of for so long is taken for dead, and started anew. Agenda keeps a timer of half of it
   * for each run, which a stop waits for.
   */
  readonly lockSeconds: number;
};

/** One per store, so that schedulers of different installations on one machine do not meet. */
function defaultStatePath(storeUrl: string): string {
  return join(tmpdir(), `lectern-scheduler-${createHash('sha256').update(storeUrl).digest('hex').slice(0, 16)}`);
}

export function readSchedulerConfig(env: Env): SchedulerConfig {
  return readWith(env, (read) => ({
    host: read.string('SCHEDULER_HOST', { default: '127.0.0.1' }),
    port: read.integer('SCHEDULER_PORT', { min: 0, max: 65_535 }),
    log: readLog(read),
    store: readStore(read),
    redisUrl: read.url('SCHEDULER_REDIS_URL', { protocols: ['redis', 'rediss'] }),
    redisPrefix: read.string('LECTERN_REDIS_PREFIX'),
    signingSecret: read.secret('LECTERN_SIGNING_SECRET', { minLength: 32 }),
    publicUrl: read.url('LECTERN_PUBLIC_URL', { protocols: ['http', 'https'] }),
    examUrl: read.url('LECTERN_EXAM_URL', { protocols: ['http', 'https'] }),
    identityUrl: read.url('LECTERN_IDENTITY_URL', { protocols: ['http', 'https'] }),
    mail: {
      smtpUrl: read.url('SCHEDULER_SMTP_URL', { protocols: ['smtp', 'smtps'] }),
      from: readSender(read),
      connections: read.integer('SCHEDULER_MAIL_CONNECTIONS', { default: 4, min: 1, max: 50 }),
      timeZone: readTimeZone(read),
    },
    statePath: resolve(
      read.optional('SCHEDULER_STATE_PATH') ?? defaultStatePath(read.optional('SCHEDULER_STORE_URL') ?? ''),
    ),
    cadence: {
      expireSeconds: read.integer('SCHEDULER_EXPIRE_SECONDS', { default: 5, min: 1, max: 300 }),
      reconcileSeconds: read.integer('SCHEDULER_RECONCILE_SECONDS', { default: 120, min: 1, max: 3_600 }),
      reminderSeconds: read.integer('SCHEDULER_REMINDER_SECONDS', { default: 30, min: 1, max: 60 }),
      claimSeconds: read.integer('SCHEDULER_CLAIM_SECONDS', { default: 120, min: 10, max: 3_600 }),
      lockSeconds: read.integer('SCHEDULER_LOCK_SECONDS', { default: 6, min: 2, max: 600 }),
    },
  }));
}

function readLog(read: EnvReader): LogSettings {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
  return {
    level: read.oneOf('LECTERN_LOG_LEVEL', levels, { default: 'info' }),
    format: read.oneOf('LECTERN_LOG_FORMAT', ['json', 'pretty'], { default: process.stdout.isTTY ? 'pretty' : 'json' }),
  };
}

function readStore(read: EnvReader): StoreConfig {
  const protocols = ['postgres', 'postgresql', 'mongodb', 'mongodb+srv'];
  const url = read.url('SCHEDULER_STORE_URL', { protocols });
  return { kind: url.startsWith('mongodb') ? 'MONGO' : 'POSTGRES', url };
}

function readSender(read: EnvReader): string {
  const from = read.string('SCHEDULER_MAIL_FROM');
  if (from !== '' && !/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(from)) {
    read.problem('SCHEDULER_MAIL_FROM', 'must be an address such as Lectern <no-reply@example.com>');
  }
  return from;
}

function readTimeZone(read: EnvReader): string {
  const timeZone = read.string('SCHEDULER_MAIL_TIME_ZONE', { default: 'UTC' });
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    read.problem('SCHEDULER_MAIL_TIME_ZONE', 'must be the name of a time zone such as Asia/Jakarta');
  }
  return timeZone;
}
