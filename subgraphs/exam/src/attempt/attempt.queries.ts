import { rows, selectList } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import { type AnswerRow, answerEntity } from './answer.entity.ts';
import { type AttemptRow, attemptEntity } from './attempt.entity.ts';
import { attemptColumns } from './attempt-columns.ts';
import type { StoredPlace } from './left-question.ts';

export async function findAttempt(em: EntityManager, id: string): Promise<AttemptRow | null> {
  const [attempt] = await findAttempts(em, [id]);
  return attempt ?? null;
}

/** For a batch loader: in any order. */
export async function findAttempts(em: EntityManager, ids: readonly string[]): Promise<AttemptRow[]> {
  return listWhere(em, 'a.id = any(?::uuid[])', [ids.filter(isUuid)]);
}

/** An attempt, and the seconds it had left when it was read. */
export type AttemptReading = { readonly attempt: AttemptRow; readonly remainingSeconds: number };

export async function findAttemptReadings(em: EntityManager, ids: readonly string[]): Promise<AttemptReading[]> {
  const found = await rows<AttemptRow & { readonly remainingSeconds: number }>(
    em,
    `select ${attemptColumns}, ${remainingSql} as "remainingSeconds" from exam.attempt a where a.id = any(?::uuid[])`,
    [ids],
  );
  return found.map(({ remainingSeconds, ...attempt }) => ({ attempt, remainingSeconds }));
}

export async function findRunningAttempt(
  em: EntityManager,
  examId: string,
  learnerId: string,
): Promise<AttemptRow | null> {
  const where = `a.exam_id = ? and a.learner_id = ? and a.status = 'IN_PROGRESS'`;
  const [attempt] = await listWhere(em, where, [examId, learnerId]);
  return attempt ?? null;
}

/** One learner's attempts at these exams, latest first; those made ahead are no attempts yet. */
export async function listAttemptsOfLearner(
  em: EntityManager,
  learnerId: string,
  examIds: readonly string[],
): Promise<AttemptRow[]> {
  const where = `a.learner_id = ? and a.exam_id = any(?::uuid[]) and a.status <> 'NOT_STARTED' order by a.number desc`;
  return listWhere(em, where, [learnerId, examIds]);
}

function listWhere(em: EntityManager, where: string, params: readonly unknown[]): Promise<AttemptRow[]> {
  return rows<AttemptRow>(em, `select ${attemptColumns} from exam.attempt a where ${where}`, params);
}

/** The answers of these attempts, flags without an answer included. */
export async function listAnswers(em: EntityManager, attemptIds: readonly string[]): Promise<AnswerRow[]> {
  // Attempt by attempt, so that each is looked for in its own partition alone.
  return rows<AnswerRow>(
    em,
    `select a.* from unnest(?::uuid[]) as i (id) cross join lateral (
       select ${selectList(em, answerEntity, 'w')} from exam.answer w where w.attempt_id = i.id
     ) a`,
    [attemptIds],
  );
}

/** Which questions of an attempt have an answer, and the client's number of it. */
export async function listStoredPlaces(em: EntityManager, attemptId: string): Promise<StoredPlace[]> {
  return rows<StoredPlace>(
    em,
    'select question_id as "questionId", sequence from exam.answer where attempt_id = ? and response is not null',
    [attemptId],
  );
}

export async function countAnswered(
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<{ readonly attemptId: string; readonly count: number }[]> {
  return rows(
    em,
    // Attempt by attempt, so that each is looked for in its own partition alone.
    `select i.id as "attemptId", c.count from unnest(?::uuid[]) as i (id) cross join lateral (
       select count(response)::int as count from exam.answer where attempt_id = i.id
     ) c`,
    [attemptIds],
  );
}

/** Seconds that attempt `a` of a statement has left by the database's clock; 0 when it has ended. */
const remainingSql = `case when a.status = 'IN_PROGRESS'
  then greatest(0, extract(epoch from a.deadline_at - coalesce(a.paused_at, now())))::float8 else 0 end`;

export async function remainingOfAttempts(
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<{ readonly attemptId: string; readonly seconds: number }[]> {
  return rows(
    em,
    `select a.id as "attemptId", ${remainingSql} as seconds from exam.attempt a where a.id = any(?::uuid[])`,
    [attemptIds],
  );
}

/** Of these exams, those in which the learner has a graded attempt. */
export async function listGradedExamIds(
  em: EntityManager,
  learnerId: string,
  examIds: readonly string[],
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    `select distinct exam_id as id from exam.attempt
      where learner_id = ? and exam_id = any(?::uuid[]) and status = 'GRADED'`,
    [learnerId, examIds],
  );
  return found.map(({ id }) => id);
}

/** Graded attempts, best first; of one learner when given. `after` is [scorePercent, submittedAt, id]. */
export async function listResults(
  em: EntityManager,
  examId: string,
  learnerId: string | null,
  limit: number,
  after: readonly (string | number)[] | undefined,
): Promise<AttemptRow[]> {
  const ids = await rows<{ id: string }>(
    em,
    `select id from exam.attempt
      where exam_id = ? and status = 'GRADED' ${learnerId === null ? '' : 'and learner_id = ?'}
        ${after ? 'and (-score_percent, submitted_at, id) > (-(?::float8), ?::timestamptz, ?::uuid)' : ''}
      order by score_percent desc, submitted_at, id limit ?`,
    [examId, ...(learnerId === null ? [] : [learnerId]), ...(after ?? []), limit],
  );
  const found = new Map(
    (
      await findAttempts(
        em,
        ids.map(({ id }) => id),
      )
    ).map((attempt) => [attempt.id, attempt]),
  );
  return ids.flatMap(({ id }) => found.get(id) ?? []);
}

export async function countResults(em: EntityManager, examId: string, learnerId: string | null): Promise<number> {
  return em.count(attemptEntity, { examId, status: 'GRADED', ...(learnerId === null ? {} : { learnerId }) });
}
