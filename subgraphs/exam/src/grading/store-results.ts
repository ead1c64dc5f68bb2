import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { findAttempts } from '../attempt/attempt.queries.ts';
import { appendGraded } from './graded-event.ts';
import type { Score } from './score-attempt.ts';

/** The result of an attempt, and the exam's key revision it was graded under. */
export type ResultToStore = { readonly id: string; readonly keyRevision: number; readonly score: Score };

/**
 * Gives locked attempts results, first ones or others than before, and tells of them: both in the caller's transaction.
 * Returns the attempts as they now are.
 */
export async function storeResults(em: EntityManager, results: readonly ResultToStore[]): Promise<AttemptRow[]> {
  if (results.length === 0) return [];
  await rows(
    em,
    `update exam.attempt a set status = 'GRADED', revision = a.revision + 1, graded_at = now(),
            key_revision = g.key_revision, points_awarded = g.points, points_max = g.points_max,
            score_percent = g.percent, is_passed = g.is_passed
       from unnest(?::uuid[], ?::int[], ?::float8[], ?::float8[], ?::float8[], ?::boolean[])
         as g (id, key_revision, points, points_max, percent, is_passed)
      where a.id = g.id`,
    [
      results.map(({ id }) => id),
      results.map(({ keyRevision }) => keyRevision),
      results.map(({ score }) => score.pointsAwarded),
      results.map(({ score }) => score.pointsMax),
      results.map(({ score }) => score.scorePercent),
      results.map(({ score }) => score.isPassed),
    ],
  );
  const graded = await findAttempts(
    em,
    results.map(({ id }) => id),
  );
  await appendGraded(em, graded);
  return graded;
}
