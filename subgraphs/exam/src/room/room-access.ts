import { rows } from '@lectern/postgres';
import { inputErrors, requireUser, type SignedInUser } from '@lectern/subgraph';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { attemptErrors } from '../attempt/attempt.errors.ts';
import { findAttempt } from '../attempt/attempt.queries.ts';
import { refuseStrangers } from '../attempt/attempt-access.ts';
import { isUuid } from '../db/uuid.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { findExam } from '../exam/exam.queries.ts';
import { getExamToSupervise, supervises } from '../exam/exam-access.ts';

const attemptsMax = 1_000;

/** An exam whose attempts can run; throws what `getExamToSupervise` throws, EXAM_NOT_PUBLISHED or EXAM_CLOSED. */
export async function getRunningExam(
  deps: Pick<RequestDeps, 'viewer' | 'course' | 'em'>,
  examId: string,
): Promise<{ exam: ExamRow; user: SignedInUser }> {
  const found = await getExamToSupervise(deps, examId);
  if (found.exam.status === 'DRAFT') throw examErrors.make('EXAM_NOT_PUBLISHED');
  if (found.exam.status === 'CLOSED') throw examErrors.make('EXAM_CLOSED');
  return found;
}

/** The ids, each once, or null for everybody; throws BAD_INPUT, or ATTEMPT_NOT_FOUND for one that is not of the exam. */
export async function readAttemptIds(
  { em }: Pick<RequestDeps, 'em'>,
  examId: string,
  attemptIds: readonly string[] | null | undefined,
): Promise<string[] | null> {
  if (attemptIds === null || attemptIds === undefined) return null;
  if (attemptIds.length === 0 || attemptIds.length > attemptsMax) {
    const message = `Name 1 to ${attemptsMax} attempts, or leave them out for the whole room.`;
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'attemptIds' } });
  }
  const ids = [...new Set(attemptIds.map((id) => id.toLowerCase()))];
  const known = await rows(em, 'select id from exam.attempt where exam_id = ? and id = any(?::uuid[])', [
    examId,
    ids.filter(isUuid),
  ]);
  if (known.length < ids.length) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  return ids;
}

/** One attempt to act on, with its exam; throws UNAUTHENTICATED, ATTEMPT_NOT_FOUND where it may not be seen, or FORBIDDEN. */
export async function getAttemptToSupervise(
  deps: Pick<RequestDeps, 'viewer' | 'course' | 'em' | 'loaders'>,
  attemptId: string,
): Promise<{ attempt: AttemptRow; exam: ExamRow; user: SignedInUser }> {
  const user = requireUser(deps.viewer);
  const attempt = await findAttempt(deps.em, attemptId);
  const exam = attempt && (await findExam(deps.em, attempt.examId));
  if (!attempt || !exam) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
  if (!(await supervises(deps, exam.courseId))) throw await refuseStrangers(deps, attemptId);
  return { attempt, exam, user };
}
