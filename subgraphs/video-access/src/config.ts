import { resolve } from 'node:path';
import { type Env, type LogSettings, readWith } from '@lectern/runtime';
import type { ToolSettings } from './transcode/find-tools.ts';

export type VideoAccessConfig = {
  readonly host: string;
  readonly port: number;
  readonly log: LogSettings;
  readonly dbUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly signingSecret: string;
  readonly courseUrl: string;
  /** Where uploads, work in progress and finished videos lie; absolute. */
  readonly storagePath: string;
  readonly uploadBytesMax: number;
  readonly uploadExpiryHours: number;
  readonly tools: ToolSettings;
  /** How many videos are made ready at once. */
  readonly transcodeConcurrency: number;
  /** How long a job belongs to a process that is not heard of. */
  readonly transcodeLeaseSeconds: number;
  readonly transcodeTimeoutMinutes: number;
  readonly transcodeAttemptsMax: number;
  /** How many videos one viewer may watch at the same time. */
  readonly playbacksMax: number;
};

const gibibyte = 1_024 ** 3;

export function readVideoAccessConfig(env: Env): VideoAccessConfig {
  return readWith(env, (read) => ({
    host: read.string('VIDEO_HOST', { default: '127.0.0.1' }),
    port: read.integer('VIDEO_PORT', { min: 0, max: 65_535 }),
    log: {
      level: read.oneOf('LECTERN_LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        default: 'info',
      }),
      format: read.oneOf('LECTERN_LOG_FORMAT', ['json', 'pretty'], {
        default: process.stdout.isTTY ? 'pretty' : 'json',
      }),
    },
    dbUrl: read.url('VIDEO_DB_URL', { protocols: ['postgres', 'postgresql'] }),
    redisUrl: read.url('VIDEO_REDIS_URL', { protocols: ['redis', 'rediss'] }),
    redisPrefix: read.string('LECTERN_REDIS_PREFIX'),
    signingSecret: read.secret('LECTERN_SIGNING_SECRET', { minLength: 32 }),
    courseUrl: read.url('LECTERN_COURSE_URL', { protocols: ['http', 'https'] }),
    storagePath: resolve(read.string('VIDEO_STORAGE_PATH')),
    uploadBytesMax: read.integer('VIDEO_UPLOAD_BYTES_MAX', { default: 4 * gibibyte, min: 1 }),
    uploadExpiryHours: read.integer('VIDEO_UPLOAD_EXPIRY_HOURS', { default: 24, min: 1, max: 720 }),
    tools: {
      ffmpegPath: read.optional('VIDEO_FFMPEG_PATH'),
      ffprobePath: read.optional('VIDEO_FFPROBE_PATH'),
      searchPath: read.string('PATH', { default: '' }),
    },
    transcodeConcurrency: read.integer('VIDEO_TRANSCODE_CONCURRENCY', { default: 1, min: 0, max: 64 }),
    transcodeLeaseSeconds: read.integer('VIDEO_TRANSCODE_LEASE_SECONDS', { default: 60, min: 1, max: 3_600 }),
    transcodeTimeoutMinutes: read.integer('VIDEO_TRANSCODE_TIMEOUT_MINUTES', { default: 240, min: 1, max: 1_440 }),
    transcodeAttemptsMax: read.integer('VIDEO_TRANSCODE_ATTEMPTS_MAX', { default: 3, min: 1, max: 20 }),
    playbacksMax: read.integer('VIDEO_PLAYBACKS_MAX', { default: 3, min: 1, max: 100 }),
  }));
}
