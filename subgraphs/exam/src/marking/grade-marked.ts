import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { logMoves } from '../attempt/attempt-log.queries.ts';
import { type AttemptToScore, gradeAnswers } from '../grading/grade-answers.ts';
import { storeResults } from '../grading/store-results.ts';
import type { PaperCache } from '../paper/paper-cache.ts';

type MarkedAttempt = AttemptToScore & { readonly status: 'SUBMITTED' | 'EXPIRED' };

/**
 * Grades those of these attempts whose scripts are all settled. The caller has locked their rows, so that of two who
 * settle the last scripts of an attempt one sees what the other did. Returns the attempts that now have a result.
 */
export async function gradeMarked(
  em: EntityManager,
  papers: PaperCache,
  attemptIds: readonly string[],
  actor: string,
): Promise<AttemptRow[]> {
  if (attemptIds.length === 0) return [];
  const marked = await rows<MarkedAttempt>(
    em,
    `select a.id, a.status, a.paper_id as "paperId", a.seed, e.key_revision as "keyRevision",
            json_build_object('percent', e.pass_mark_percent, 'points', e.pass_mark_points) as "passMark"
       from exam.attempt a join exam.exam e on e.id = a.exam_id
      where a.id = any(?::uuid[]) and a.status in ('SUBMITTED', 'EXPIRED')
        and not exists (select from exam.essay_script s where s.attempt_id = a.id and s.status <> 'SETTLED')`,
    [attemptIds],
  );
  if (marked.length === 0) return [];
  const scores = await gradeAnswers(em, papers, marked);
  const results = marked.flatMap(({ id, keyRevision }) => {
    const score = scores.get(id);
    return score ? [{ id, keyRevision, score }] : [];
  });
  const graded = await storeResults(em, results);
  const moves = marked.map(({ id, status }) => ({
    ...({ attemptId: id, from: status, to: 'GRADED', actor, reason: null } as const),
  }));
  await logMoves(em, moves);
  return graded;
}
