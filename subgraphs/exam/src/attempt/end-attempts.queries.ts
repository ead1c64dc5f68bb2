import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Score } from '../grading/score-attempt.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptColumns } from './attempt-columns.ts';
import { logMoves } from './attempt-log.queries.ts';
import { endedStatus } from './attempt-status.ts';
import type { LockedAttempt } from './lock-running.ts';

/** Ends locked attempts with their results. */
export async function endWithResult(
  em: EntityManager,
  attempts: readonly LockedAttempt[],
  scores: ReadonlyMap<string, Score>,
): Promise<AttemptRow[]> {
  if (attempts.length === 0) return [];
  const scored = attempts.map((attempt) => {
    const score = scores.get(attempt.id);
    if (!score) throw new Error(`attempt ${attempt.id} was not scored`);
    return { ...attempt, ...score };
  });
  return rows<AttemptRow>(
    em,
    `update exam.attempt a set status = 'GRADED', revision = a.revision + 1, ending = g.ending, paused_at = null,
            submitted_at = g.ends_at, graded_at = now(), key_revision = g.key_revision, points_awarded = g.points,
            points_max = g.points_max, score_percent = g.percent, is_passed = g.is_passed
       from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::int[], ?::float8[], ?::float8[], ?::float8[], ?::boolean[])
         as g (id, ending, ends_at, key_revision, points, points_max, percent, is_passed)
      where a.id = g.id
      returning ${attemptColumns}`,
    [
      scored.map(({ id }) => id),
      scored.map(({ ending }) => ending),
      scored.map(({ endsAt }) => endsAt),
      scored.map(({ keyRevision }) => keyRevision),
      scored.map(({ pointsAwarded }) => pointsAwarded),
      scored.map(({ pointsMax }) => pointsMax),
      scored.map(({ scorePercent }) => scorePercent),
      scored.map(({ isPassed }) => isPassed),
    ],
  );
}

/** Ends locked attempts that wait for those who mark. */
export async function endWithoutResult(em: EntityManager, attempts: readonly LockedAttempt[]): Promise<AttemptRow[]> {
  if (attempts.length === 0) return [];
  return rows<AttemptRow>(
    em,
    `update exam.attempt a set status = w.status, revision = a.revision + 1, ending = w.ending, paused_at = null,
            submitted_at = w.ends_at
       from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[]) as w (id, status, ending, ends_at)
      where a.id = w.id
      returning ${attemptColumns}`,
    [
      attempts.map(({ id }) => id),
      attempts.map(({ ending }) => endedStatus(ending)),
      attempts.map(({ ending }) => ending),
      attempts.map(({ endsAt }) => endsAt),
    ],
  );
}

/** `actor` is null where each learner acted for themselves. */
export async function logEndings(em: EntityManager, ended: readonly AttemptRow[], actor: string | null): Promise<void> {
  const moves = ended.flatMap(({ id: attemptId, learnerId, status, ending: reason }) => {
    if (reason === null) throw new Error(`attempt ${attemptId} has no ending`);
    const common = { attemptId, actor: actor ?? learnerId } as const;
    const via = endedStatus(reason);
    const end = { ...common, from: 'IN_PROGRESS', to: via, reason } as const;
    return status === 'GRADED' ? [end, { ...common, from: via, to: 'GRADED', reason: null } as const] : [end];
  });
  await logMoves(em, moves);
}
