import type { LecternError } from '@lectern/errors';
import { type AttemptsStarted, streamNames } from '@lectern/events';
import { appendToOutbox, rows, transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { schemaName } from '../db/orm.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { databaseNow, shareExam } from '../exam/exam.queries.ts';
import { getVisibleExam } from '../exam/exam-access.ts';
import { lockRegistration } from '../registration/registration.queries.ts';
import { type AttemptRow, attemptEntity } from './attempt.entity.ts';
import { attemptErrors } from './attempt.errors.ts';
import { findRunningAttempt } from './attempt.queries.ts';
import { logMoves } from './attempt-log.queries.ts';
import { deadlineOf } from './deadline.ts';
import { type StartObstacle, startObstacle } from './start-obstacle.ts';

/** Starts an attempt of the viewer, or gives back the one that runs. The paper and the order are fixed from here on. */
export async function startAttempt(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'events' | 'newSeed'>,
  examId: string,
): Promise<AttemptRow> {
  const user = requireUser(deps.viewer);
  await getVisibleExam(deps, examId);
  const running = await findRunningAttempt(deps.em, examId, user.id);
  if (running) return running;

  const { attempt, isNew } = await transaction(deps.em, async (em) => {
    const exam = await shareExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    // Of several starts at once, one goes on from here at a time; the others then find its attempt running.
    const isRegistered = (await lockRegistration(em, examId, user.id)) !== null;
    const begun = await findRunningAttempt(em, examId, user.id);
    if (begun) return { attempt: begun, isNew: false };
    const used = await usedAttempts(em, examId, user.id);
    const now = await databaseNow(em);
    const obstacle = startObstacle({ exam, isRegistered, attemptCount: used.count }, now);
    if (obstacle) throw obstacleError(obstacle);
    const made = newAttempt(exam, user.id, used.highest + 1, deps.newSeed(), now);
    await em.insert(attemptEntity, made);
    const move = { from: 'NOT_STARTED', to: 'IN_PROGRESS', actor: user.id, reason: null } as const;
    await logMoves(em, [{ attemptId: made.id, ...move }]);
    await appendStarted(em, made);
    return { attempt: made, isNew: true };
  });
  if (isNew) deps.events.attemptStarted({ attemptId: attempt.id, examId });
  return attempt;
}

async function usedAttempts(em: EntityManager, examId: string, learnerId: string) {
  const [row] = await rows<{ count: number; highest: number }>(
    em,
    `select count(*) filter (where status <> 'VOIDED')::int as count, coalesce(max(number), 0) as highest
       from exam.attempt where exam_id = ? and learner_id = ?`,
    [examId, learnerId],
  );
  return row ?? { count: 0, highest: 0 };
}

function newAttempt(exam: ExamRow, learnerId: string, number: number, seed: number, startedAt: Date): AttemptRow {
  const { id: examId, paperId, closesAt, timeLimitSeconds } = exam;
  if (paperId === null || closesAt === null) throw new Error(`published exam ${examId} has no paper or no window`);
  const deadlineAt = deadlineOf(startedAt, timeLimitSeconds, closesAt);
  return {
    id: newId(),
    examId,
    learnerId,
    number,
    status: 'IN_PROGRESS',
    ending: null,
    paperId,
    seed,
    startedAt,
    deadlineAt,
    acceptsUntil: new Date(deadlineAt.getTime() + exam.graceSeconds * 1000),
    extraSeconds: 0,
    opensAt: null,
    closesAt: null,
    pausedAt: null,
    pausedSeconds: 0,
    deviceId: null,
    deviceLabel: null,
    lastSeenAt: startedAt,
    keyRevision: 0,
    revision: 1,
    submittedAt: null,
    gradedAt: null,
    pointsAwarded: null,
    pointsMax: null,
    scorePercent: null,
    isPassed: null,
  };
}

async function appendStarted(em: EntityManager, attempt: AttemptRow): Promise<void> {
  const { id: attemptId, examId, learnerId, number, startedAt, revision } = attempt;
  if (startedAt === null) throw new Error(`attempt ${attemptId} has not begun`);
  const event: Pick<AttemptsStarted, 'type' | 'payload'> = {
    type: 'exam.attempts.started.v1',
    payload: { attempts: [{ attemptId, examId, learnerId, number, startedAt: startedAt.toISOString(), revision }] },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}

function obstacleError(obstacle: StartObstacle): LecternError {
  switch (obstacle) {
    case 'NOT_PUBLISHED':
      return examErrors.make('EXAM_NOT_PUBLISHED');
    case 'NOT_OPEN_YET':
      return examErrors.make('EXAM_NOT_OPEN');
    case 'CLOSED':
      return examErrors.make('EXAM_CLOSED');
    case 'NOT_REGISTERED':
      return attemptErrors.make('EXAM_NOT_REGISTERED');
    case 'NO_ATTEMPTS_LEFT':
      return attemptErrors.make('EXAM_NO_ATTEMPTS_LEFT');
    default:
      return obstacle satisfies never;
  }
}
