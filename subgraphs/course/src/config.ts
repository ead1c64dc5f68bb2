import { type Env, type LogSettings, readWith } from '@lectern/runtime';

export type CourseConfig = {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly dbUrl: string;
  readonly dbPoolMax: number;
  readonly redisUrl: string;
  /** All keys and streams begin with it. */
  readonly redisPrefix: string;
  readonly signingSecret: string;
  readonly log: LogSettings;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The only place that knows the names of course's environment variables; README.md explains them. */
export function readCourseConfig(env: Env): CourseConfig {
  return readWith(env, (read) => ({
    host: read.string('COURSE_HOST', { default: '127.0.0.1' }),
    port: read.integer('COURSE_PORT', { min: 0, max: 65_535 }),
    dbUrl: read.url('COURSE_DB_URL', { protocols: ['postgres', 'postgresql'] }),
    dbPoolMax: read.integer('COURSE_DB_POOL_MAX', { default: 10, min: 2, max: 500 }),
    redisUrl: read.url('COURSE_REDIS_URL', { protocols: ['redis', 'rediss'] }),
    redisPrefix: read.string('LECTERN_REDIS_PREFIX'),
    signingSecret: read.secret('LECTERN_SIGNING_SECRET', { minLength: 32 }),
    log: {
      level: read.oneOf('LECTERN_LOG_LEVEL', logLevels, { default: 'info' }),
      format: read.oneOf('LECTERN_LOG_FORMAT', ['json', 'pretty'], {
        default: process.stdout.isTTY ? 'pretty' : 'json',
      }),
    },
  }));
}
