import { type Logger as PinoLogger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Logger = PinoLogger;

export type LogSettings = {
  readonly level: string;
  /** `json` for machines, `pretty` for people. */
  readonly format: 'json' | 'pretty';
};

/** Members that never reach a log, wherever they stand one or two levels deep. */
const secretPaths = ['password', 'token', 'secret', 'authorization', 'cookie', 'apiKey', 'contentBase64'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** One logger per process; give parts of it a `child({ part })`. */
export function createLogger(service: string, settings: LogSettings): Logger {
  const options = {
    level: settings.level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretPaths, censor: '[redacted]' },
  };
  if (settings.format === 'json') return pino(options);
  return pino(options, pretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l', singleLine: true }));
}
