import type { AnswerToWrite } from '@lectern/exam/writer';
import type { Pool } from 'pg';

/** What is measured: takes an answer, and resolves after COMMIT. */
export type Lane = AsyncDisposable & { add(answer: AnswerToWrite): Promise<unknown> };

/**
 * The peer: the designed statement as one writes it down first. Attempts locked FOR SHARE, upsert by sequence, an outbox
 * row for each flush, arrays as `pg` writes them; batches of what waits, over the same number of connections.
 */
const text = `
  with given as (
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::jsonb[], $5::float8[])
      as g (attempt_id, question_id, sequence, response, points)
  ),
  locked as (
    select id from exam.attempt
     where id = any($1::uuid[]) and status = 'IN_PROGRESS' and paused_at is null and now() < accepts_until for share
  ),
  written as (
    insert into exam.answer as a (attempt_id, question_id, response, points_awarded, sequence, saved_at)
    select g.attempt_id, g.question_id, g.response, g.points, g.sequence, now()
      from given g join locked l on l.id = g.attempt_id order by g.attempt_id, g.question_id
    on conflict (attempt_id, question_id) do update set
      response = excluded.response, points_awarded = excluded.points_awarded,
      sequence = excluded.sequence, saved_at = excluded.saved_at
      where excluded.sequence > a.sequence
    returning a.attempt_id, a.question_id, a.sequence
  ),
  told as (
    insert into exam.outbox (id, stream, type, payload)
    select gen_random_uuid(), 'exam.answers', 'exam.answers.saved.v1', jsonb_build_object('count', $6::int)
  )
  select attempt_id, question_id, sequence from written
`;

type Waiting = {
  readonly answer: AnswerToWrite;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

export function createPlainLane(pool: Pool, writers: number, batchMax: number): Lane {
  const queue: Waiting[] = [];
  const running = new Set<Promise<void>>();
  const drain = () => {
    while (running.size < writers && queue.length > 0) {
      const flush = write(queue.splice(0, batchMax)).finally(() => {
        running.delete(flush);
        drain();
      });
      running.add(flush);
    }
  };
  const write = async (batch: readonly Waiting[]) => {
    const answers = batch.map(({ answer }) => answer);
    const values = [
      answers.map(({ attemptId }) => attemptId),
      answers.map(({ questionId }) => questionId),
      answers.map(({ sequence }) => sequence),
      answers.map(({ response }) => (response === null ? null : JSON.stringify(response))),
      answers.map(({ points }) => points),
      answers.length,
    ];
    try {
      await pool.query({ name: 'write-plainly', text, values });
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return {
    add(answer) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      queue.push({ answer, resolve, reject });
      if (queue.length === 1) setImmediate(drain);
      return promise;
    },
    async [Symbol.asyncDispose]() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
