import type { Pool } from 'pg';
import type { Response } from '../grading/response.ts';

/** An answer that fits its question, scored, on its way into the database. */
export type AnswerToWrite = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly learnerId: string;
  readonly sequence: number;
  /** Null clears the answer, and has no points. */
  readonly response: Response | null;
  readonly points: number | null;
};

/** What became of an answer. */
export type AnswerOutcome =
  | {
      readonly kind: 'STORED';
      /** The sequence of what is stored: the one sent, or a higher one that came before. */
      readonly storedSequence: number;
      readonly savedAt: Date;
      readonly remainingSeconds: number;
    }
  | { readonly kind: 'ATTEMPT_NOT_FOUND' | 'ATTEMPT_ENDED' | 'ATTEMPT_DEADLINE_PASSED' };

/**
 * One statement for many answers, each attempt and question once. What decides is decided inside it, by the state of
 * the locked attempt and the database's clock.
 *
 * - The share lock lets an ending attempt (FOR UPDATE) wait for us or us for it, so no answer comes after the grading.
 * - An older sequence leaves the row as it is; updating it all the same makes RETURNING give what is stored even when
 *   another transaction stored it after our snapshot. The order of the insert keeps two flushes from a deadlock.
 * - Who sends again what was stored before the attempt ended gets the receipt, not a refusal.
 */
const text = `
  with given as materialized (
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::jsonb[], $6::float8[])
      as g (attempt_id, question_id, learner_id, sequence, response, points)
  ),
  locked as materialized (
    select id, learner_id, status, ending, deadline_at from exam.attempt
     where id in (select attempt_id from given) for share
  ),
  written as (
    insert into exam.answer as a (attempt_id, question_id, response, points_awarded, sequence, saved_at)
    select g.attempt_id, g.question_id, g.response, g.points, g.sequence, now()
      from given g join locked l on l.id = g.attempt_id
     where l.learner_id = g.learner_id and l.status = 'IN_PROGRESS' and now() < l.deadline_at
     order by g.attempt_id, g.question_id
    on conflict (attempt_id, question_id) do update set
      response = case when excluded.sequence > a.sequence then excluded.response else a.response end,
      points_awarded = case when excluded.sequence > a.sequence then excluded.points_awarded else a.points_awarded end,
      saved_at = case when excluded.sequence > a.sequence then excluded.saved_at else a.saved_at end,
      sequence = greatest(excluded.sequence, a.sequence)
    returning a.attempt_id, a.question_id, a.sequence, a.saved_at
  )
  select g.attempt_id as "attemptId", g.question_id as "questionId",
         case
           when l.id is null or l.learner_id <> g.learner_id then 'ATTEMPT_NOT_FOUND'
           when w.sequence is not null or s.sequence >= g.sequence then 'STORED'
           when l.status = 'IN_PROGRESS' or l.ending = 'TIME_RAN_OUT' then 'ATTEMPT_DEADLINE_PASSED'
           else 'ATTEMPT_ENDED'
         end as kind,
         coalesce(w.sequence, s.sequence) as "storedSequence",
         coalesce(w.saved_at, s.saved_at) as "savedAt",
         case when l.status = 'IN_PROGRESS'
           then greatest(0, extract(epoch from l.deadline_at - now()))::float8 else 0 end as "remainingSeconds"
    from given g
    left join locked l on l.id = g.attempt_id
    left join written w on w.attempt_id = g.attempt_id and w.question_id = g.question_id
    left join exam.answer s on w.sequence is null and s.attempt_id = g.attempt_id and s.question_id = g.question_id
`;

type WrittenRow = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly kind: AnswerOutcome['kind'];
  readonly storedSequence: number;
  readonly savedAt: Date;
  readonly remainingSeconds: number;
};

/** Attempt and question as one key. */
export function answerKey({
  attemptId,
  questionId,
}: {
  readonly attemptId: string;
  readonly questionId: string;
}): string {
  return `${attemptId}:${questionId}`;
}

/** Writes answers and commits; the outcome of each by its key. No key may occur twice. */
export async function writeAnswers(
  pool: Pick<Pool, 'query'>,
  answers: readonly AnswerToWrite[],
): Promise<ReadonlyMap<string, AnswerOutcome>> {
  const { rows } = await pool.query<WrittenRow>({
    // Named, so that each connection parses it once.
    name: 'write-answers',
    text,
    values: [
      answers.map(({ attemptId }) => attemptId),
      answers.map(({ questionId }) => questionId),
      answers.map(({ learnerId }) => learnerId),
      answers.map(({ sequence }) => sequence),
      answers.map(({ response }) => (response === null ? null : JSON.stringify(response))),
      answers.map(({ points }) => points),
    ],
  });
  return new Map(rows.map((row) => [answerKey(row), outcomeOf(row)]));
}

function outcomeOf({ kind, storedSequence, savedAt, remainingSeconds }: WrittenRow): AnswerOutcome {
  return kind === 'STORED' ? { kind, storedSequence, savedAt, remainingSeconds } : { kind };
}
