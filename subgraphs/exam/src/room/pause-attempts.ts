import { readReason } from '../audit/reason.ts';
import type { RequestDeps } from '../deps.ts';
import { changeAttempts } from './change-attempts.ts';
import { getRunningExam, readAttemptIds } from './room-access.ts';

export type AttemptsAction = {
  readonly examId: string;
  readonly attemptIds?: readonly string[] | null | undefined;
  readonly reason: string;
};

type PauseDeps = Pick<RequestDeps, 'viewer' | 'course' | 'em' | 'rooms'>;

/** Stops the clocks of running attempts whose time has not run out; returns how many it stopped. */
export async function pauseAttempts(deps: PauseDeps, input: AttemptsAction): Promise<number> {
  const { exam, user } = await getRunningExam(deps, input.examId);
  return changeAttempts(deps, {
    exam,
    attemptIds: await readAttemptIds(deps, exam.id, input.attemptIds),
    where: 'a.paused_at is null and a.deadline_at > now()',
    set: 'paused_at = now()',
    actor: user.id,
    action: 'ATTEMPT_PAUSED',
    reason: readReason(input.reason),
  });
}

const stood = `extract(epoch from now()::timestamptz(3) - a.paused_at)`;

/** Lets the clocks go on; the deadlines move by as long as they stood. Returns how many it set going. */
export async function unpauseAttempts(deps: PauseDeps, input: AttemptsAction): Promise<number> {
  const { exam, user } = await getRunningExam(deps, input.examId);
  return changeAttempts(deps, {
    exam,
    attemptIds: await readAttemptIds(deps, exam.id, input.attemptIds),
    where: 'a.paused_at is not null',
    set: `paused_at = null, paused_seconds = a.paused_seconds + ${stood},
          deadline_at = a.deadline_at + make_interval(secs => ${stood}),
          accepts_until = a.accepts_until + make_interval(secs => ${stood})`,
    actor: user.id,
    action: 'ATTEMPT_RESUMED',
    reason: readReason(input.reason),
  });
}
