import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import type { ServiceDeps } from '../deps.ts';
import { gradeAnswers } from '../grading/grade-answers.ts';
import { appendEnded, appendGraded } from '../grading/graded-event.ts';
import { createScripts } from '../marking/create-scripts.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { endWithoutResult, endWithResult, logEndings } from './end-attempts.queries.ts';
import { type Ending, lockRunning } from './lock-running.ts';

/** What ending attempts needs; `results` publishes what has ended. */
export type EndDeps = Pick<ServiceDeps, 'papers' | 'results' | 'events'> & { readonly em: EntityManager };

/**
 * Ends running attempts, many in one transaction: status, result, log and event are there together or not at all. The
 * row lock decides every race, and only what is still IN_PROGRESS under the lock is ended; so of hand-in, sweep and
 * closing exactly one wins. Attempts with essays wait for those who mark. Afterwards all of them are published. Returns
 * the attempts this call ended; `locksHeld` is told for how long it held their locks.
 */
export async function endAttempts(
  deps: EndDeps,
  ending: Ending,
  locksHeld: (ms: number) => void = () => undefined,
): Promise<AttemptRow[]> {
  let lockedAt = 0;
  const ended = await transaction(deps.em, async (em) => {
    lockedAt = performance.now();
    const locked = await lockRunning(em, ending);
    if (locked.length === 0) return [];
    // Statements of their own: the one that locked has a snapshot from before it waited, and would miss answers that
    // were committed meanwhile. From here on there are none to come.
    const waitingIds = await createScripts(em, deps.papers, locked);
    const marked = locked.filter(({ id }) => !waitingIds.has(id));
    const scores = await gradeAnswers(em, deps.papers, marked);
    const graded = await endWithResult(em, marked, scores);
    const waiting = await endWithoutResult(
      em,
      locked.filter(({ id }) => waitingIds.has(id)),
    );
    const all = [...graded, ...waiting];
    await logEndings(em, all, ending.by === 'LEARNERS' ? null : ending.actor);
    await appendGraded(em, graded);
    await appendEnded(em, waiting);
    if (ending.by === 'PROCTOR') await auditEndings(em, all, ending);
    return all;
  });
  locksHeld(performance.now() - lockedAt);
  for (const [kind, attempts] of Map.groupBy(ended, (attempt) => attempt.ending)) {
    if (kind !== null) deps.events.attemptsEnded({ ending: kind, count: attempts.length });
  }
  // A learner who hands in waits for the result; of the many that end by themselves most are watched by nobody.
  if (ending.by === 'LEARNERS' || ending.by === 'PROCTOR') await deps.results.publish(ended);
  else await deps.results.publishToWaiting(ended);
  return ended;
}

async function auditEndings(
  em: EntityManager,
  ended: readonly AttemptRow[],
  { actor, reason, courseId }: Extract<Ending, { readonly by: 'PROCTOR' }>,
): Promise<void> {
  const entries = ended.map(({ id: attemptId, examId, ending, status }) => ({
    ...{ courseId, examId, attemptId, actor, reason },
    action: 'ATTEMPT_ENDED' as const,
    detail: { ending, status },
  }));
  await appendAudit(em, entries);
}
