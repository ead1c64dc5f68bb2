import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import type { ServiceDeps } from '../deps.ts';
import { type AttemptToScore, gradeAnswers } from '../grading/grade-answers.ts';
import { storeResults } from '../grading/store-results.ts';
import { gradeMarked } from '../marking/grade-marked.ts';

export type RegradeDeps = Pick<ServiceDeps, 'papers' | 'results' | 'events'> & { readonly em: EntityManager };

/** In one transaction, as where attempts end: it is over in some ten milliseconds, also where others are at work. */
const regradedTogetherMax = 50;

/**
 * Grades anew what was graded under keys that have been corrected since, at most `limit` attempts in all exams; the
 * scheduler's sweep calls it. Returns how many it looked at. Safe to repeat, and to run several times at once: each
 * attempt bears the key revision it was graded under, which is what is left to do.
 */
export async function regradeLeft(deps: RegradeDeps, limit: number): Promise<number> {
  const exams = await rows<{ id: string }>(
    deps.em,
    `select e.id from exam.exam e
      where e.key_revision > 0 and (
        exists (select from exam.attempt a
                 where a.exam_id = e.id and a.status = 'GRADED' and a.key_revision < e.key_revision)
        or exists (${voidedScripts('e.id')}))
      order by e.id`,
  );
  let count = 0;
  for (const { id } of exams) {
    if (count < limit) count += (await regradeExam(deps, id, limit - count)).lookedAt;
  }
  return count;
}

/** Grades anew what is left of one exam, step by step, until `limit` attempts were looked at. */
export async function regradeExam(
  deps: RegradeDeps,
  examId: string,
  limit: number,
): Promise<{ readonly lookedAt: number; readonly changed: number }> {
  let lookedAt = 0;
  let changed = 0;
  while (lookedAt < limit) {
    const step = await settleVoided(deps, examId);
    if (step.lookedAt === 0) break;
    lookedAt += step.lookedAt;
    changed += step.graded;
  }
  while (lookedAt < limit) {
    const step = await regradeStep(deps, examId, Math.min(regradedTogetherMax, limit - lookedAt));
    if (step.lookedAt === 0) break;
    lookedAt += step.lookedAt;
    changed += step.changed.length;
    if (step.changed.length > 0) deps.events.attemptsRegraded({ examId, count: step.changed.length });
    await deps.results.publishToWaiting(step.changed);
  }
  return { lookedAt, changed };
}

type GradedAttempt = AttemptToScore & {
  readonly points: number;
  readonly pointsMax: number;
  readonly isPassed: boolean;
};

async function regradeStep(
  { em, papers }: RegradeDeps,
  examId: string,
  limit: number,
): Promise<{ readonly lookedAt: number; readonly changed: readonly AttemptRow[] }> {
  return transaction(em, async (inner) => {
    const old = await lockOld(inner, examId, limit);
    if (old.length === 0) return { lookedAt: 0, changed: [] };
    const scores = await gradeAnswers(inner, papers, old);
    const results = old.flatMap(({ id, keyRevision, points, pointsMax, isPassed }) => {
      const score = scores.get(id);
      const isSame = score?.pointsAwarded === points && score.pointsMax === pointsMax && score.isPassed === isPassed;
      return score && !isSame ? [{ id, keyRevision, score }] : [];
    });
    const changed = await storeResults(inner, results);
    const isChanged = new Set(changed.map(({ id }) => id));
    await markLookedAt(
      inner,
      old.filter(({ id }) => !isChanged.has(id)),
    );
    return { lookedAt: old.length, changed };
  });
}

/** What others are at work on is left to them: nobody waits, and nobody meets in a deadlock. */
async function lockOld(em: EntityManager, examId: string, limit: number): Promise<GradedAttempt[]> {
  return rows(
    em,
    `select a.id, a.paper_id as "paperId", a.seed, e.key_revision as "keyRevision", a.points_awarded as points,
            a.points_max as "pointsMax", a.is_passed as "isPassed",
            json_build_object('percent', e.pass_mark_percent, 'points', e.pass_mark_points) as "passMark"
       from exam.attempt a join exam.exam e on e.id = a.exam_id
      where a.exam_id = ? and a.status = 'GRADED' and a.key_revision < e.key_revision
      limit ? for update of a skip locked`,
    [examId, limit],
  );
}

async function markLookedAt(em: EntityManager, attempts: readonly AttemptToScore[]): Promise<void> {
  if (attempts.length === 0) return;
  await rows(
    em,
    `update exam.attempt a set key_revision = g.key_revision
       from unnest(?::uuid[], ?::int[]) as g (id, key_revision) where a.id = g.id`,
    [attempts.map(({ id }) => id), attempts.map(({ keyRevision }) => keyRevision)],
  );
}

/** Open scripts of questions that do not count any more. */
function voidedScripts(examId: string): string {
  return `select s.attempt_id from exam.key_correction k
      join exam.essay_script s on s.exam_id = k.exam_id and s.question_id = k.question_id and s.status <> 'SETTLED'
    where k.exam_id = ${examId} and k.is_voided`;
}

/** Essays that were voided need no mark: their attempts may have waited for nothing else. */
async function settleVoided(
  { em, papers, results }: RegradeDeps,
  examId: string,
): Promise<{ readonly lookedAt: number; readonly graded: number }> {
  const { lookedAt, graded } = await transaction(em, async (inner) => {
    const locked = await rows<{ id: string }>(
      inner,
      `select a.id from exam.attempt a where a.id in (${voidedScripts('?')} limit ?) for no key update skip locked`,
      [examId, regradedTogetherMax],
    );
    const ids = locked.map(({ id }) => id);
    if (ids.length === 0) return { lookedAt: 0, graded: [] };
    await rows(
      inner,
      `update exam.essay_script set status = 'SETTLED', points = 0, claimed_by = null, claimed_until = null
        where attempt_id = any(?::uuid[]) and status <> 'SETTLED' and question_id in (
          select question_id from exam.key_correction where exam_id = ? and is_voided)`,
      [ids, examId],
    );
    return { lookedAt: ids.length, graded: await gradeMarked(inner, papers, ids, 'regrade') };
  });
  await results.publishToWaiting(graded);
  return { lookedAt, graded: graded.length };
}

/** How many results of an exam still wait to be graded anew. */
export async function countLeft(em: EntityManager, examId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    em,
    `select count(*)::int as count from exam.attempt a join exam.exam e on e.id = a.exam_id
      where e.id = ? and a.status = 'GRADED' and a.key_revision < e.key_revision`,
    [examId],
  );
  return row?.count ?? 0;
}
