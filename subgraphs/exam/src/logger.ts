import { createLogger, type Logger, type LogSettings } from '@lectern/runtime';

/** The logger of this process; give parts of it a `child({ part })`. */
export function createExamLogger(settings: LogSettings): Logger {
  return createLogger('exam', settings);
}
