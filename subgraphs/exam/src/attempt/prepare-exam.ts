import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { shareExam } from '../exam/exam.queries.ts';
import { prepareAttempts } from './prepare-attempts.ts';

/** Batches that publishing waits for; the sweep makes the rest of a very large exam. */
const batchesMax = 10;

/**
 * Makes first attempts ahead for all who were registered before an exam was published, in short transactions after the
 * one that published it. Returns how many. That they are all made is noted on the exam; the sweep goes on until it is.
 */
export async function prepareExam(em: EntityManager, examId: string, newSeed: () => number): Promise<number> {
  let count = 0;
  for (let batches = 0; batches < batchesMax; batches += 1) {
    const made = await transaction(em, async (inside) => {
      const exam = await shareExam(inside, examId);
      return exam ? prepareAttempts(inside, exam, undefined, newSeed) : 0;
    });
    count += made;
    if (made === 0) {
      await rows(em, 'update exam.exam set has_ready_attempts = true where id = ?', [examId]);
      return count;
    }
  }
  return count;
}

/** What publishing left to be made. */
export async function prepareUnfinished(em: EntityManager, newSeed: () => number): Promise<void> {
  const unfinished = await rows<{ id: string }>(
    em,
    `select id from exam.exam where status = 'PUBLISHED' and not has_ready_attempts order by opens_at limit 10`,
  );
  for (const { id } of unfinished) await prepareExam(em, id, newSeed);
}
