import { isUniqueViolation, rows, transaction } from '@lectern/postgres';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { attemptErrors } from '../attempt/attempt.errors.ts';
import { attemptColumns } from '../attempt/attempt-columns.ts';
import { logMoves } from '../attempt/attempt-log.queries.ts';
import { canMove } from '../attempt/attempt-status.ts';
import { deadlineSql } from '../attempt/deadline.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { readReason } from '../audit/reason.ts';
import type { RequestDeps } from '../deps.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { shareExam } from '../exam/exam.queries.ts';
import { roomErrors } from './room.errors.ts';
import { getAttemptToSupervise } from './room-access.ts';
import { appendTakenBack, lockAttempt } from './taken-back.ts';

const secondsMin = 60;
const secondsMax = 86_400;

export type AttemptToReopen = { readonly attemptId: string; readonly seconds: number; readonly reason: string };

/** Lets an attempt that has ended or was voided go on for so long from now; its result is taken back. */
export async function reopenAttempt(
  deps: Pick<RequestDeps, 'viewer' | 'course' | 'em' | 'loaders' | 'rooms'>,
  { attemptId, seconds, reason: givenReason }: AttemptToReopen,
): Promise<AttemptRow> {
  const { attempt: found, exam: known, user } = await getAttemptToSupervise(deps, attemptId);
  checkSeconds(seconds);
  const reason = readReason(givenReason);
  const reopened = await transaction(deps.em, async (em) => {
    const exam = await shareExam(em, known.id);
    if (exam?.status !== 'PUBLISHED') throw examErrors.make('EXAM_CLOSED');
    const locked = await lockAttempt(em, found.id);
    if (!locked) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
    const { status: from } = locked;
    if (from === 'NOT_STARTED' || !canMove(from, 'IN_PROGRESS')) throw roomErrors.make('ATTEMPT_STILL_RUNS');
    const attempt = await setRunning(em, locked.id, seconds);
    await logMoves(em, [{ attemptId: locked.id, from, to: 'IN_PROGRESS', actor: user.id, reason }]);
    await appendTakenBack(em, attempt);
    const { ending, scorePercent } = locked;
    const detail = { from, ending, scorePercent, seconds, deadlineAt: attempt.deadlineAt };
    const entry = { courseId: exam.courseId, examId: exam.id, attemptId: locked.id, actor: user.id } as const;
    await appendAudit(em, [{ ...entry, action: 'ATTEMPT_REOPENED', reason, detail }]);
    return attempt;
  });
  deps.rooms.tell([reopened.id]);
  deps.rooms.touch(known.id);
  return reopened;
}

function checkSeconds(seconds: number): void {
  if (seconds >= secondsMin && seconds <= secondsMax) return;
  const message = `It can go on for ${secondsMin} to ${secondsMax} seconds.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'seconds' } });
}

/**
 * The time between the old deadline and the new one counts as a pause, so that allowances and a later end of the exam
 * move the new deadline as they move any other.
 */
async function setRunning(em: EntityManager, id: string, seconds: number): Promise<AttemptRow> {
  const deadline = `(now() + make_interval(secs => ?::float8))::timestamptz(3)`;
  const startedAt = 'coalesce(a.started_at, now()::timestamptz(3))';
  try {
    const [row] = await rows<AttemptRow>(
      em,
      `update exam.attempt a set status = 'IN_PROGRESS', started_at = ${startedAt}, deadline_at = ${deadline},
              accepts_until = ${deadline} + make_interval(secs => e.grace_seconds), paused_at = null,
              paused_seconds = a.paused_seconds + extract(epoch from ${deadline} - ${deadlineSql(startedAt)}),
              ending = null, submitted_at = null, graded_at = null, points_awarded = null, points_max = null,
              score_percent = null, is_passed = null, revision = a.revision + 1
         from exam.exam e where a.id = ? and e.id = a.exam_id returning ${attemptColumns}`,
      [seconds, seconds, seconds, id],
    );
    if (!row) throw new Error('a locked attempt vanished');
    return row;
  } catch (error) {
    if (isUniqueViolation(error, 'attempt_running_once')) {
      throw roomErrors.make('ATTEMPT_OTHER_RUNS', { cause: error });
    }
    throw error;
  }
}
