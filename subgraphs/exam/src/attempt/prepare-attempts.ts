import { randomInt } from 'node:crypto';
import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { effectiveAllowances } from '../allowance/allowance.queries.ts';
import type { ExamRow } from '../exam/exam.entity.ts';

/** Rows in one statement. */
export const preparedTogetherMax = 1_000;

/** A random 32-bit integer. */
const randomSeed = () => randomInt(-2_147_483_648, 2_147_483_648);

/**
 * Makes first attempts ahead for registered learners of a published exam who have none, with what their allowances come
 * to, so that their start is one cheap update: of those named, or of all, some at a time. Returns how many; the rest is
 * made by asking again, and whoever was left out starts all the same. In the transaction that shares the exam, so that
 * neither its state nor an allowance changes meanwhile.
 */
export async function prepareAttempts(
  em: EntityManager,
  exam: Pick<ExamRow, 'id' | 'status' | 'paperId' | 'timeLimitSeconds'>,
  learnerIds?: readonly string[],
  newSeed: () => number = randomSeed,
): Promise<number> {
  if (exam.status !== 'PUBLISHED' || exam.paperId === null || learnerIds?.length === 0) return 0;
  // Locked, so that a withdrawal at the same moment finds the attempt, or we find the registration gone.
  const missing = await rows<{ learnerId: string }>(
    em,
    `select r.learner_id as "learnerId" from exam.registration r
      where r.exam_id = ? ${learnerIds ? 'and r.learner_id = any(?::text[])' : ''}
        and not exists (select from exam.attempt a where a.exam_id = r.exam_id and a.learner_id = r.learner_id)
      order by r.learner_id limit ? for key share of r`,
    [exam.id, ...(learnerIds ? [learnerIds] : []), preparedTogetherMax],
  );
  if (missing.length === 0) return 0;
  const ids = missing.map(({ learnerId }) => learnerId);
  const grants = await effectiveAllowances(em, exam, ids);
  const made = await rows(
    em,
    `insert into exam.attempt
       (id, exam_id, learner_id, number, status, paper_id, seed, extra_seconds, opens_at, closes_at)
     select n.id, ?, n.learner_id, 1, 'NOT_STARTED', ?, n.seed, n.extra_seconds, n.opens_at, n.closes_at
       from unnest(?::uuid[], ?::text[], ?::int[], ?::int[], ?::timestamptz[], ?::timestamptz[])
         as n (id, learner_id, seed, extra_seconds, opens_at, closes_at)
     on conflict do nothing returning 1`,
    [
      exam.id,
      exam.paperId,
      ids.map(() => newId()),
      ids,
      ids.map(() => newSeed()),
      ids.map((id) => grants.get(id)?.extraSeconds ?? 0),
      ids.map((id) => grants.get(id)?.opensAt ?? null),
      ids.map((id) => grants.get(id)?.closesAt ?? null),
    ],
  );
  return made.length;
}

/** Takes back what was made ahead for a learner. Once begun it is no longer there to take. */
export async function dropPrepared(em: EntityManager, examId: string, learnerId: string): Promise<void> {
  await rows(em, `delete from exam.attempt where exam_id = ? and learner_id = ? and status = 'NOT_STARTED'`, [
    examId,
    learnerId,
  ]);
}
