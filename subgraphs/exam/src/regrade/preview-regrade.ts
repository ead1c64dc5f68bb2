import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestDeps } from '../deps.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { heldPoints, listAnswersTo } from '../grading/grade-answers.ts';
import type { PassMark } from '../grading/pass-mark.ts';
import { type KnownPaper, knownPaper, type PaperCache } from '../paper/paper-cache.ts';
import { isInAttempt } from '../paper/questions-of-attempt.ts';
import { correctedPaperOf } from './apply-regrade.ts';
import type { KeyChange } from './corrected-question.ts';
import { listKeyCorrections } from './key-correction.queries.ts';
import { applyCorrections } from './key-correction.ts';
import { readChanges } from './read-changes.ts';
import { addChange, emptyPreview, type RegradePreview, summedUp } from './regrade-preview.ts';
import { type OldResult, regradedScore } from './regraded-score.ts';

/** Held in memory at once; 300,000 attempts are read in 150 steps. */
const readTogetherMax = 2_000;

/** Who would change and how, if keys were put right so. Nothing is changed, and nothing is locked. */
export async function previewRegrade(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers'>,
  examId: string,
  changes: readonly KeyChange[],
): Promise<RegradePreview> {
  const { exam } = await getExamToTeach(deps, examId);
  const paper = await correctedPaperOf(deps, exam);
  const proposed = readChanges(paper, changes);
  const before = await listKeyCorrections(deps.em, exam.id, exam.keyRevision);
  const after = knownPaper(applyCorrections(await deps.papers.get(paper.id), [...before, ...proposed]));
  const passMark: PassMark = { percent: exam.passMarkPercent, points: exam.passMarkPoints };
  const asked = changes.map(({ questionId }) => questionId);

  const preview = emptyPreview();
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const attempts = await listResultsAfter(deps.em, exam.id, last, readTogetherMax);
    last = attempts.at(-1)?.id ?? last;
    for (const change of await regradedBatch(deps, after, attempts, passMark)) {
      const isAffected = asked.some((id) => isInAttempt(after, change.seed, id));
      addChange(preview, change, isAffected);
    }
    if (attempts.length < readTogetherMax) return summedUp(preview);
  }
}

type GradedAttempt = OldResult & { readonly id: string; readonly seed: number; readonly keyRevision: number };

async function listResultsAfter(
  em: EntityManager,
  examId: string,
  afterId: string,
  limit: number,
): Promise<GradedAttempt[]> {
  return rows(
    em,
    `select id, seed, key_revision as "keyRevision", points_awarded as "pointsAwarded", points_max as "pointsMax",
            score_percent as "scorePercent", is_passed as "isPassed"
       from exam.attempt where exam_id = ? and status = 'GRADED' and id > ? order by id limit ?`,
    [examId, afterId, limit],
  );
}

/** Only answers to questions whose key is another are read: the rest of each result stays. */
async function regradedBatch(
  { em, papers }: { readonly em: EntityManager; readonly papers: PaperCache },
  after: KnownPaper,
  attempts: readonly GradedAttempt[],
  passMark: PassMark,
) {
  const touched = [...after.rekeyedIds, ...after.voidedIds];
  const ids = attempts.map(({ id }) => id);
  const answers = Map.groupBy(await listAnswersTo(em, ids, touched), ({ attemptId }) => attemptId);
  const regraded: { id: string; seed: number; before: OldResult; after: OldResult }[] = [];
  for (const attempt of attempts) {
    const before = await papers.getCorrected(after.id, attempt.keyRevision);
    const score = regradedScore({
      before: attempt,
      voidedBefore: before.voidedIds,
      after,
      answers: answers.get(attempt.id) ?? [],
      pointsMax: heldPoints(after, attempt.seed),
      passMark,
    });
    regraded.push({ id: attempt.id, seed: attempt.seed, before: attempt, after: score });
  }
  return regraded;
}
