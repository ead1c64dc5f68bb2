import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptState } from './attempt-states.ts';

/**
 * Which event said it. Of two that say something of the same registration, the later instant holds, then the higher id:
 * one learner's registration does not change twice within a millisecond, and ids rise with it. Attempts have revisions.
 */
export type Source = { readonly eventId: string; readonly occurredAt: string };

/** Each statement here takes whole events, sets absolute values, and commits by itself: repeating it changes nothing. */

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

/** Of two states of an attempt the one with the higher revision holds, whichever comes first. */
export async function saveStates(em: EntityManager, states: readonly AttemptState[]): Promise<void> {
  if (states.length === 0) return;
  const inOrder = states.toSorted((one, other) => one.revision - other.revision);
  // A statement may touch a row only once.
  const once = [...new Map(inOrder.map((state) => [state.attemptId, state])).values()];
  await rows(
    em,
    `insert into reporting.attempt (
       attempt_id, exam_id, learner_id, number, started_at, revision, is_voided,
       submitted_at, is_expired, points_awarded, points_max, score_percent, is_passed, graded_at
     )
     select attempt_id, exam_id, learner_id, number, started_at, revision, is_voided, submitted_at, is_expired,
       points_awarded, points_max, score_percent, is_passed, case when score_percent is not null then said_at end
     from unnest(
       ?::text[], ?::text[], ?::text[], ?::int[], ?::timestamptz[], ?::int[], ?::boolean[],
       ?::timestamptz[], ?::boolean[], ?::float8[], ?::float8[], ?::float8[], ?::boolean[], ?::timestamptz[]
     ) as a (attempt_id, exam_id, learner_id, number, started_at, revision, is_voided, submitted_at, is_expired,
       points_awarded, points_max, score_percent, is_passed, said_at)
     order by attempt_id
     on conflict (attempt_id) do update
     set started_at = excluded.started_at, revision = excluded.revision, is_voided = excluded.is_voided,
       submitted_at = excluded.submitted_at, is_expired = excluded.is_expired,
       points_awarded = excluded.points_awarded, points_max = excluded.points_max,
       score_percent = excluded.score_percent, is_passed = excluded.is_passed, graded_at = excluded.graded_at
     where attempt.revision < excluded.revision`,
    [
      once.map(({ attemptId }) => attemptId),
      once.map(({ examId }) => examId),
      once.map(({ learnerId }) => learnerId),
      once.map(({ number }) => number),
      once.map(({ startedAt }) => startedAt),
      once.map(({ revision }) => revision),
      once.map(({ isVoided }) => isVoided),
      once.map(({ end }) => end?.submittedAt ?? null),
      once.map(({ end }) => end?.isExpired ?? null),
      once.map(({ result }) => result?.pointsAwarded ?? null),
      once.map(({ result }) => result?.pointsMax ?? null),
      once.map(({ result }) => result?.scorePercent ?? null),
      once.map(({ result }) => result?.isPassed ?? null),
      once.map(({ saidAt }) => saidAt),
    ],
  );
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
