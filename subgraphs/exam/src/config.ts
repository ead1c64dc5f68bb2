import { type Env, type LogSettings, readWith } from '@lectern/runtime';

/** Everything the service is told from outside. */
export type ExamConfig = {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly dbUrl: string;
  /** Connections for everything but answers. */
  readonly dbPoolMax: number;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly signingSecret: string;
  /** Base address of the course subgraph. */
  readonly courseUrl: string;
  /** Base address of the identity subgraph. */
  readonly identityUrl: string;
  readonly log: LogSettings;
  readonly answers: {
    /** Connections for answers alone. */
    readonly writers: number;
    /** Answers, starts and hand-ins that wait at most; more are refused with OVERLOADED. */
    readonly queueMax: number;
    /** Answers in one statement at most. */
    readonly batchMax: number;
  };
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Reads the environment; throws a ConfigError that names every variable that is missing or wrong. */
export function readExamConfig(env: Env): ExamConfig {
  return readWith(env, (read) => ({
    host: read.string('EXAM_HOST', { default: '127.0.0.1' }),
    port: read.integer('EXAM_PORT', { min: 0, max: 65_535 }),
    dbUrl: read.url('EXAM_DB_URL', { protocols: ['postgres', 'postgresql'] }),
    dbPoolMax: read.integer('EXAM_DB_POOL_MAX', { default: 10, min: 1, max: 200 }),
    redisUrl: read.url('EXAM_REDIS_URL', { protocols: ['redis', 'rediss'] }),
    redisPrefix: read.string('LECTERN_REDIS_PREFIX'),
    signingSecret: read.secret('LECTERN_SIGNING_SECRET', { minLength: 32 }),
    courseUrl: read.url('LECTERN_COURSE_URL', { protocols: ['http', 'https'] }),
    identityUrl: read.url('LECTERN_IDENTITY_URL', { protocols: ['http', 'https'] }),
    log: {
      level: read.oneOf('LECTERN_LOG_LEVEL', logLevels, { default: 'info' }),
      format: read.oneOf('LECTERN_LOG_FORMAT', ['json', 'pretty'], {
        default: process.stdout.isTTY ? 'pretty' : 'json',
      }),
    },
    answers: {
      writers: read.integer('EXAM_ANSWER_WRITERS', { default: 3, min: 1, max: 32 }),
      queueMax: read.integer('EXAM_ANSWER_QUEUE_MAX', { default: 20_000, min: 1, max: 1_000_000 }),
      batchMax: read.integer('EXAM_ANSWER_BATCH_MAX', { default: 1_024, min: 1, max: 5_000 }),
    },
  }));
}
