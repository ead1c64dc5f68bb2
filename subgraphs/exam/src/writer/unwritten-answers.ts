import type { Pool } from 'pg';
import { intArray, jsonbArray, textArray, uuidArray } from './binary-arrays.ts';
import type { AnswerOutcome, AnswerToWrite, RefusalKind } from './write-answers.ts';

/**
 * What is stored for answers that were not written, and the state of their attempts. A statement of its own: the one
 * that writes has a snapshot from before it waited, and would miss what others stored meanwhile. Both tables are asked by
 * lists of keys, as this connection joins by hashing alone, and would otherwise read them from end to end.
 */
const text = `
  with found as materialized (select * from exam.attempt where id = any($1::uuid[])),
  stored as materialized (
    select attempt_id, question_id, sequence, saved_at, response from exam.answer
     where attempt_id = any($1::uuid[]) and question_id = any($2::uuid[])
  )
  select g.place, a.status, a.ending, a.paused_at is not null as "isPaused", now() < a.accepts_until as "isInTime",
         coalesce(a.device_id is null or a.device_id = g.device_id, false) as "isOnDevice",
         case when a.status = 'IN_PROGRESS'
           then greatest(0, date_part('epoch', a.deadline_at - now())) else 0 end as "remainingSeconds",
         s.sequence as "storedSequence", s.saved_at as "savedAt", s.response is not distinct from g.response as "isSame"
    from unnest($1::uuid[], $2::uuid[], $3::int[], $4::jsonb[], $5::text[])
           with ordinality as g (attempt_id, question_id, sequence, response, device_id, place)
    left join found a on a.id = g.attempt_id
    left join stored s on s.attempt_id = g.attempt_id and s.question_id = g.question_id
   order by g.place
`;

export type UnwrittenFacts = {
  /** Null: there is no such attempt. */
  readonly status: string | null;
  readonly ending: string | null;
  readonly isPaused: boolean;
  readonly isInTime: boolean | null;
  readonly isOnDevice: boolean;
  readonly remainingSeconds: number;
  /** Null and 0: nothing is stored but perhaps a flag. */
  readonly storedSequence: number | null;
  readonly savedAt: Date | null;
  readonly isSame: boolean;
};

/** In the order given; undefined where the answer would be taken now, and should be written again. */
export async function readUnwritten(
  pool: Pick<Pool, 'query'>,
  answers: readonly AnswerToWrite[],
): Promise<(AnswerOutcome | undefined)[]> {
  const { rows } = await pool.query<UnwrittenFacts>({
    name: 'read-unwritten',
    text,
    values: [
      uuidArray(answers.map(({ attemptId }) => attemptId)),
      uuidArray(answers.map(({ questionId }) => questionId)),
      intArray(answers.map(({ sequence }) => sequence)),
      jsonbArray(answers.map(({ response }) => (response === null ? null : JSON.stringify(response)))),
      textArray(answers.map(({ deviceId }) => deviceId)),
    ],
  });
  return answers.map(({ sequence }, place) => {
    const facts = rows[place];
    return facts && outcomeOfUnwritten(sequence, facts);
  });
}

/**
 * What an answer that was not written is told. Who sends again what is stored gets the receipt, whatever became of the
 * attempt since; but never for another answer that happens to have the same number.
 */
export function outcomeOfUnwritten(sequence: number, facts: UnwrittenFacts): AnswerOutcome | undefined {
  const { storedSequence, savedAt, remainingSeconds } = facts;
  if (storedSequence !== null && savedAt !== null && storedSequence >= sequence) {
    if (storedSequence > sequence || facts.isSame) return { kind: 'STORED', storedSequence, savedAt, remainingSeconds };
    return { kind: 'ANSWER_SEQUENCE_TAKEN', storedSequence };
  }
  const refusal = refusalOf(facts);
  return refusal === null ? undefined : { kind: refusal };
}

function refusalOf({ status, ending, isPaused, isInTime, isOnDevice }: UnwrittenFacts): RefusalKind | null {
  if (status === null) return 'ATTEMPT_NOT_FOUND';
  if (status === 'NOT_STARTED') return 'ATTEMPT_NOT_STARTED';
  if (status !== 'IN_PROGRESS') return ending === 'TIME_RAN_OUT' ? 'ATTEMPT_DEADLINE_PASSED' : 'ATTEMPT_ENDED';
  if (isPaused) return 'ATTEMPT_PAUSED';
  if (isInTime !== true) return 'ATTEMPT_DEADLINE_PASSED';
  return isOnDevice ? null : 'ATTEMPT_ON_OTHER_DEVICE';
}
