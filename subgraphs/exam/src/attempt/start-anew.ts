import type { LecternError } from '@lectern/errors';
import { isUniqueViolation, transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { EffectiveAllowance } from '../allowance/allowance.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { databaseNow, shareExam } from '../exam/exam.queries.ts';
import { lockRegistration } from '../registration/registration.queries.ts';
import { type AttemptRow, attemptEntity } from './attempt.entity.ts';
import { attemptErrors } from './attempt.errors.ts';
import { findRunningAttempt } from './attempt.queries.ts';
import { beginReady, noteStarted, type StartToWrite } from './begin-attempts.ts';
import { deadlineOf } from './deadline.ts';
import { readStanding } from './learner-standing.ts';
import { nextStartAt, type StartFacts, type StartObstacle, startObstacle } from './start-obstacle.ts';

/** Starts an attempt that was not made ahead, such as a second one, or says what stands in the way. */
export async function startAnew(
  deps: Pick<RequestDeps, 'em' | 'events' | 'newSeed' | 'rooms'>,
  asked: StartToWrite,
): Promise<AttemptRow> {
  const { examId } = asked;
  const { attempt, isNew } = await startOnce(deps, asked).catch((error: unknown) => {
    // A proctor opened an earlier attempt again at this moment, without waiting for the registration: it runs now.
    if (isUniqueViolation(error, 'attempt_running_once')) return startOnce(deps, asked);
    throw error;
  });
  if (isNew) {
    deps.events.attemptStarted({ attemptId: attempt.id, examId });
    deps.rooms.touch(examId);
  }
  return attempt;
}

async function startOnce(
  deps: Pick<RequestDeps, 'em' | 'newSeed'>,
  asked: StartToWrite,
): Promise<{ readonly attempt: AttemptRow; readonly isNew: boolean }> {
  const { examId, learnerId } = asked;
  return transaction(deps.em, async (em) => {
    const exam = await shareExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    // Of several starts at once, one goes on from here at a time; the others then find its attempt running.
    const isRegistered = (await lockRegistration(em, examId, learnerId)) !== null;
    const running = await findRunningAttempt(em, examId, learnerId);
    if (running) return { attempt: running, isNew: false };
    const { attemptCount, highest, lastEndedAt, grants } = await readStanding(em, exam, learnerId);
    const facts = {
      exam,
      isRegistered,
      attemptCount,
      lastEndedAt,
      ownWindow: grants,
      extraAttempts: grants.extraAttempts,
    };
    const now = await databaseNow(em);
    const obstacle = startObstacle(facts, now);
    if (obstacle) throw obstacleError(obstacle, facts);
    const [ready] = await beginReady(em, [asked]);
    if (ready) return { attempt: ready, isNew: true };
    const made = await insertNew(em, exam, asked, highest + 1, grants, deps, now);
    await noteStarted(em, made.id);
    return { attempt: made, isNew: true };
  });
}

async function insertNew(
  em: EntityManager,
  exam: ExamRow,
  { learnerId, deviceId, deviceLabel }: StartToWrite,
  number: number,
  { opensAt, closesAt, extraSeconds }: EffectiveAllowance,
  { newSeed }: Pick<RequestDeps, 'newSeed'>,
  startedAt: Date,
): Promise<AttemptRow> {
  const { id: examId, paperId, timeLimitSeconds } = exam;
  const end = closesAt ?? exam.closesAt;
  if (paperId === null || end === null) throw new Error(`published exam ${examId} has no paper or no window`);
  const deadlineAt = deadlineOf({ startedAt, timeLimitSeconds, closesAt: end, extraSeconds });
  const attempt: AttemptRow = {
    id: newId(),
    examId,
    learnerId,
    number,
    status: 'IN_PROGRESS',
    ending: null,
    paperId,
    seed: newSeed(),
    startedAt,
    deadlineAt,
    acceptsUntil: new Date(deadlineAt.getTime() + exam.graceSeconds * 1000),
    extraSeconds,
    opensAt,
    closesAt,
    pausedAt: null,
    pausedSeconds: 0,
    deviceId,
    deviceLabel,
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
  await em.insert(attemptEntity, attempt);
  return attempt;
}

function obstacleError(obstacle: StartObstacle, facts: StartFacts): LecternError {
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
    case 'TOO_SOON':
      return attemptErrors.make('EXAM_ATTEMPT_TOO_SOON', { facts: { startsAt: nextStartAt(facts)?.toISOString() } });
    case 'NETWORK_NOT_ALLOWED':
      return examErrors.make('EXAM_NETWORK_NOT_ALLOWED');
    default:
      return obstacle satisfies never;
  }
}
