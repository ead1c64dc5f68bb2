import { type ExpireAttemptsDeps, expireAttempts } from './expire-attempts.handler.ts';
import type { RepeatingJob } from './job.ts';

/** Ends attempts whose time has run out, however their learners left. */
export function expireAttemptsJob(deps: ExpireAttemptsDeps, everySeconds: number): RepeatingJob {
  return {
    kind: 'REPEATING',
    name: 'expire-attempts',
    everySeconds,
    concurrency: 1,
    handle: (run) => expireAttempts(deps, run),
  };
}
