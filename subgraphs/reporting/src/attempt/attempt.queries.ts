import type { AttemptFact, GradedAttemptFact } from '@lectern/events';
import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Which event said it. Of two that say something of the same thing, the later instant holds, then the higher id: one
 * learner's registration or attempt does not change twice within a millisecond, and ids rise with it.
 */
export type Source = { readonly eventId: string; readonly occurredAt: string };

/** Each statement here takes a whole event, sets absolute values, and commits by itself: repeating it changes nothing. */

export async function saveRegistrations(
  em: EntityManager,
  examId: string,
  registrations: readonly { readonly learnerId: string; readonly isRegistered: boolean }[],
  { eventId, occurredAt }: Source,
): Promise<void> {
  // A learner named twice: the last one holds, and a statement may touch a row only once.
  const byLearner = new Map(registrations.map(({ learnerId, isRegistered }) => [learnerId, isRegistered]));
  await rows(
    em,
    `insert into reporting.registration (exam_id, learner_id, is_registered, changed_at, changed_by)
     select ?, learner_id, is_registered, ?::timestamptz, ?
     from unnest(?::text[], ?::boolean[]) as r (learner_id, is_registered)
     order by learner_id
     on conflict (exam_id, learner_id) do update
     set is_registered = excluded.is_registered, changed_at = excluded.changed_at, changed_by = excluded.changed_by
     where (registration.changed_at, registration.changed_by) < (excluded.changed_at, excluded.changed_by)`,
    [examId, occurredAt, eventId, [...byLearner.keys()], [...byLearner.values()]],
  );
}

/** Beginnings; those that are known, be it from their grading, stay as they are. */
export async function saveStarted(em: EntityManager, attempts: readonly AttemptFact[]): Promise<void> {
  await rows(
    em,
    `insert into reporting.attempt (attempt_id, exam_id, learner_id, number, started_at)
     select * from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::timestamptz[]) as a (attempt_id)
     order by attempt_id
     on conflict (attempt_id) do nothing`,
    factColumns(attempts),
  );
}

/** Endings with their results; a later grading of the same attempt replaces an earlier one. */
export async function saveGraded(
  em: EntityManager,
  attempts: readonly GradedAttemptFact[],
  { eventId, occurredAt }: Source,
): Promise<void> {
  const once = [...new Map(attempts.map((attempt) => [attempt.attemptId, attempt])).values()];
  await rows(
    em,
    `insert into reporting.attempt (
       attempt_id, exam_id, learner_id, number, started_at,
       submitted_at, is_expired, points_awarded, points_max, score_percent, is_passed, graded_at, graded_by
     )
     select a.*, ?::timestamptz, ?
     from unnest(
       ?::text[], ?::text[], ?::text[], ?::int[], ?::timestamptz[],
       ?::timestamptz[], ?::boolean[], ?::float8[], ?::float8[], ?::float8[], ?::boolean[]
     ) as a (attempt_id)
     order by attempt_id
     on conflict (attempt_id) do update
     set started_at = excluded.started_at, submitted_at = excluded.submitted_at, is_expired = excluded.is_expired,
       points_awarded = excluded.points_awarded, points_max = excluded.points_max,
       score_percent = excluded.score_percent, is_passed = excluded.is_passed,
       graded_at = excluded.graded_at, graded_by = excluded.graded_by
     where attempt.graded_at is null
       or (attempt.graded_at, attempt.graded_by) < (excluded.graded_at, excluded.graded_by)`,
    [
      occurredAt,
      eventId,
      ...factColumns(once),
      once.map(({ submittedAt }) => submittedAt),
      once.map(({ isExpired }) => isExpired),
      once.map(({ pointsAwarded }) => pointsAwarded),
      once.map(({ pointsMax }) => pointsMax),
      once.map(({ scorePercent }) => scorePercent),
      once.map(({ isPassed }) => isPassed),
    ],
  );
}

function factColumns(attempts: readonly AttemptFact[]): unknown[] {
  return [
    attempts.map(({ attemptId }) => attemptId),
    attempts.map(({ examId }) => examId),
    attempts.map(({ learnerId }) => learnerId),
    attempts.map(({ number }) => number),
    attempts.map(({ startedAt }) => startedAt),
  ];
}

/** One attempt that has ended, as an export shows it. */
export type ResultRow = {
  readonly attemptId: string;
  readonly learnerId: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly submittedAt: Date;
  readonly durationSeconds: number;
  readonly pointsAwarded: number;
  readonly pointsMax: number;
  readonly scorePercent: number;
  readonly isPassed: boolean;
  readonly isExpired: boolean;
};

/** Results in the order of their attempts' ids, which is that of their beginnings. */
export async function listResults(
  em: EntityManager,
  examId: string,
  afterAttemptId: string,
  limit: number,
): Promise<ResultRow[]> {
  return rows<ResultRow>(
    em,
    `select attempt_id as "attemptId", learner_id as "learnerId", number, started_at as "startedAt",
       submitted_at as "submittedAt", duration_seconds as "durationSeconds", points_awarded as "pointsAwarded",
       points_max as "pointsMax", score_percent as "scorePercent", is_passed as "isPassed", is_expired as "isExpired"
     from reporting.attempt
     where exam_id = ? and graded_at is not null and attempt_id > ?
     order by attempt_id limit ?`,
    [examId, afterAttemptId, limit],
  );
}
