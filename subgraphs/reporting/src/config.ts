import { type Env, type LogSettings, readWith } from '@lectern/runtime';

export type ReportingConfig = {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly dbUrl: string;
  readonly dbPoolMax: number;
  readonly redisUrl: string;
  /** All keys, streams and channels begin with it. */
  readonly redisPrefix: string;
  readonly signingSecret: string;
  /** Where course and identity answer, without a path. */
  readonly courseUrl: string;
  readonly identityUrl: string;
  /** The least time between two live events of an exam, in milliseconds. */
  readonly liveIntervalMs: number;
  readonly log: LogSettings;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The only place that knows the names of reporting's environment variables; README.md explains them. */
export function readReportingConfig(env: Env): ReportingConfig {
  return readWith(env, (read) => ({
    host: read.string('REPORTING_HOST', { default: '127.0.0.1' }),
    port: read.integer('REPORTING_PORT', { min: 0, max: 65_535 }),
    dbUrl: read.url('REPORTING_DB_URL', { protocols: ['postgres', 'postgresql'] }),
    dbPoolMax: read.integer('REPORTING_DB_POOL_MAX', { default: 10, min: 2, max: 500 }),
    redisUrl: read.url('REPORTING_REDIS_URL', { protocols: ['redis', 'rediss'] }),
    redisPrefix: read.string('LECTERN_REDIS_PREFIX'),
    signingSecret: read.secret('LECTERN_SIGNING_SECRET', { minLength: 32 }),
    courseUrl: read.url('LECTERN_COURSE_URL', { protocols: ['http', 'https'] }),
    identityUrl: read.url('LECTERN_IDENTITY_URL', { protocols: ['http', 'https'] }),
    liveIntervalMs: read.integer('REPORTING_LIVE_INTERVAL_MS', { default: 500, min: 50, max: 60_000 }),
    log: {
      level: read.oneOf('LECTERN_LOG_LEVEL', logLevels, { default: 'info' }),
      format: read.oneOf('LECTERN_LOG_FORMAT', ['json', 'pretty'], {
        default: process.stdout.isTTY ? 'pretty' : 'json',
      }),
    },
  }));
}
