import { newId } from '@lectern/runtime';
import type { Pool } from 'pg';
import type { Response } from '../grading/response.ts';
import { floatArray, intArray, jsonbArray, textArray, uuidArray } from './binary-arrays.ts';
import { readUnwritten } from './unwritten-answers.ts';
import { createWriterPool } from './writer-pool.ts';

/** An answer of the attempt's own learner that fits its question, scored, on its way into the database. */
export type AnswerToWrite = {
  readonly attemptId: string;
  readonly questionId: string;
  readonly sequence: number;
  /** Null clears the answer, and has no points. */
  readonly response: Response | null;
  readonly points: number | null;
  /** The device it comes from, as it named itself. */
  readonly deviceId: string | null;
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
  | { readonly kind: 'ANSWER_SEQUENCE_TAKEN'; readonly storedSequence: number }
  | { readonly kind: RefusalKind };

export type RefusalKind =
  | 'ATTEMPT_NOT_FOUND'
  | 'ATTEMPT_NOT_STARTED'
  | 'ATTEMPT_ENDED'
  | 'ATTEMPT_DEADLINE_PASSED'
  | 'ATTEMPT_PAUSED'
  | 'ATTEMPT_ON_OTHER_DEVICE';

/**
 * One statement for many answers, each attempt and question once. What decides is decided inside it, by the state of
 * the locked attempt and the database's clock.
 *
 * - The share lock lets an ending attempt (FOR UPDATE) wait for us or us for it, so no answer comes after the grading.
 *   Attempts are locked in the order of their ids, as by all who lock several, so that nobody meets in a deadlock; the
 *   settings of the connection (writer-pool.ts) see to a plan that does.
 * - Where a sequence is not newer, the row stays as it is and is missing in what was written.
 * - In the common case all are written, and one row comes back: the seconds each attempt has left, in the order of ids.
 *   Only else is it found out which answers were not written; why, is read by another statement.
 * - The index scan sorts the ids it is asked for and drops those that repeat, so that each attempt is locked once.
 * - ProjectSet (`select unnest(…), unnest(…)`) and binary arrays: `from unnest(…, …)` keeps each array in a store of its
 *   own, and reading ids as text is a tenth of the whole.
 */
const text = `
  with locked as materialized (
    select id, exam_id, device_id, date_part('epoch', deadline_at - now()) as seconds,
           status = 'IN_PROGRESS' and paused_at is null and now() < accepts_until as is_open
      from exam.attempt where id = any($1::uuid[]) for share
  ),
  written as (
    insert into exam.answer as a (attempt_id, question_id, points_awarded, saved_at, sequence, response)
    select g.attempt_id, g.question_id, g.points, now(), g.sequence, g.response
      from (
        select unnest($1::uuid[]) as attempt_id, unnest($2::uuid[]) as question_id, unnest($3::int[]) as sequence,
               unnest($4::jsonb[]) as response, unnest($5::float8[]) as points, unnest($6::text[]) as device_id
      ) g join locked l on l.id = g.attempt_id
     where l.is_open and (l.device_id is null or l.device_id = g.device_id)
    on conflict (attempt_id, question_id) do update set
      response = excluded.response, points_awarded = excluded.points_awarded,
      saved_at = excluded.saved_at, sequence = excluded.sequence
      where excluded.sequence > a.sequence
    returning attempt_id, question_id
  ),
  told as (
    insert into exam.outbox (id, stream, type, payload)
    select $7::uuid, 'exam.answers', 'exam.answers.saved.v1',
           jsonb_build_object('exams', jsonb_agg(
             jsonb_build_object('examId', exam_id, 'attemptCount', count, 'savedAt', now())))
      from (select exam_id, count(*) as count from locked where is_open group by exam_id) e
    having exists (select from written)
  )
  select now() as "savedAt",
         (select string_agg((seconds * 1000)::bigint::text, ',' order by id) from locked) as "leftMs",
         case when (select count(*) from written) < $8::int then (
           select array_agg(g.place) from unnest($1::uuid[], $2::uuid[])
             with ordinality as g (attempt_id, question_id, place)
            where (g.attempt_id, g.question_id) not in (select attempt_id, question_id from written)
         ) end as unwritten
`;

type WrittenRow = {
  readonly savedAt: Date;
  /** Milliseconds to the deadline for each attempt there is. */
  readonly leftMs: string | null;
  /** Places in the batch, counted from 1, as text since they are bigint. */
  readonly unwritten: readonly string[] | null;
};

/** Reading what is stored and writing again what would now be taken; more changes in between are not to be expected. */
const roundsMax = 4;

/** Writes answers and commits; outcomes in the order given, undefined where it could not be settled. */
export async function writeAnswers(
  pool: Pick<Pool, 'query'>,
  answers: readonly AnswerToWrite[],
): Promise<(AnswerOutcome | undefined)[]> {
  const outcomes = new Array<AnswerOutcome | undefined>(answers.length).fill(undefined);
  let left = answers.map((_, index) => index);
  for (let round = 0; round < roundsMax && left.length > 0; round += 1) {
    const unsettled = await writeOnce(pool, answers, left, outcomes);
    if (unsettled.length === 0) break;
    const found = await readUnwritten(
      pool,
      unsettled.map((index) => at(answers, index)),
    );
    left = unsettled.filter((index, place) => {
      const outcome = found[place];
      outcomes[index] = outcome;
      return outcome === undefined;
    });
  }
  return outcomes;
}

/** The plan of the statement for these answers, as it runs; it writes them. For those who look after the database. */
export async function explainWrite(url: string, answers: readonly AnswerToWrite[]): Promise<string[]> {
  const pool = createWriterPool(url, 1, { warn: () => undefined });
  try {
    const indexes = answers.map((_, index) => index);
    const { chosen } = newestInOrder(answers, indexes);
    const values = parametersOf(chosen.map(({ answer }) => answer));
    const explained = `explain (analyze, buffers, costs off, summary on) ${text}`;
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>({ text: explained, values });
    return rows.map((row) => row['QUERY PLAN']);
  } finally {
    await pool.end();
  }
}

/** Writes the newest answer to each question. Returns those that were not written, older ones to a question included. */
async function writeOnce(
  pool: Pick<Pool, 'query'>,
  answers: readonly AnswerToWrite[],
  indexes: readonly number[],
  outcomes: (AnswerOutcome | undefined)[],
): Promise<number[]> {
  const { chosen, others, attemptCount } = newestInOrder(answers, indexes);
  const { rows } = await pool.query<WrittenRow>({
    // Named, so that each connection parses and plans it once.
    name: 'write-answers',
    text,
    values: parametersOf(chosen.map(({ answer }) => answer)),
  });
  const [row] = rows;
  if (!row) throw new Error('the statement that writes answers gave no row');
  const leftMs = row.leftMs?.split(',') ?? [];
  const unwritten = new Set((row.unwritten ?? []).map((place) => Number(place) - 1));
  // An attempt that vanished: the rest can no longer be told apart by their places.
  if (leftMs.length !== attemptCount) return [...indexes];
  let attempt = -1;
  let attemptId = '';
  for (const [place, { answer, index }] of chosen.entries()) {
    if (answer.attemptId !== attemptId) {
      attemptId = answer.attemptId;
      attempt += 1;
    }
    if (unwritten.has(place)) others.push(index);
    else {
      const remainingSeconds = Math.max(0, Number(leftMs[attempt]) / 1_000);
      outcomes[index] = { kind: 'STORED', storedSequence: answer.sequence, savedAt: row.savedAt, remainingSeconds };
    }
  }
  return others;
}

/** An answer and where it stands in the batch. */
type Placed = { readonly index: number; readonly answer: AnswerToWrite };

/** By attempt and question, which is the order of locks and of the index. */
function newestInOrder(answers: readonly AnswerToWrite[], indexes: readonly number[]) {
  // Sorted as they are, and not by their indexes: looking up each for every comparison was a tenth of this process.
  const placed = indexes.map((index) => ({ index, answer: at(answers, index) }));
  placed.sort(inOrder);
  const chosen: Placed[] = [];
  const others: number[] = [];
  let attemptCount = 0;
  let last: AnswerToWrite | undefined;
  for (const each of placed) {
    const { answer, index } = each;
    if (last?.attemptId !== answer.attemptId) attemptCount += 1;
    else if (last.questionId === answer.questionId) {
      others.push(index);
      continue;
    }
    chosen.push(each);
    last = answer;
  }
  return { chosen, others, attemptCount };
}

/** The newest answer to a question first. */
function inOrder({ answer: one }: Placed, { answer: other }: Placed): number {
  if (one.attemptId < other.attemptId) return -1;
  if (one.attemptId > other.attemptId) return 1;
  if (one.questionId !== other.questionId) return one.questionId < other.questionId ? -1 : 1;
  return other.sequence - one.sequence;
}

function parametersOf(answers: readonly AnswerToWrite[]): unknown[] {
  return [
    uuidArray(answers.map(({ attemptId }) => attemptId)),
    uuidArray(answers.map(({ questionId }) => questionId)),
    intArray(answers.map(({ sequence }) => sequence)),
    jsonbArray(answers.map(({ response }) => (response === null ? null : JSON.stringify(response)))),
    floatArray(answers.map(({ points }) => points)),
    textArray(answers.map(({ deviceId }) => deviceId)),
    newId(),
    answers.length,
  ];
}

function at<Thing>(things: readonly Thing[], index: number): Thing {
  const thing = things[index];
  if (thing === undefined) throw new Error(`nothing at ${index}`);
  return thing;
}
