import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestDeps } from '../deps.ts';
import { getExamToTeach } from '../exam/exam-access.ts';

/** How far the marking of one essay question is. */
export type MarkingProgress = {
  readonly questionId: string;
  readonly prompt: string;
  readonly pointsMax: number;
  readonly scriptCount: number;
  readonly settledCount: number;
  readonly disagreedCount: number;
  /** How many the viewer could mark now. */
  readonly openForViewerCount: number;
};

/** Question by question in the paper's order, those that were voided left out; empty without essays. */
export async function markingProgress(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers'>,
  examId: string,
): Promise<MarkingProgress[]> {
  const { exam, user } = await getExamToTeach(deps, examId);
  if (exam.paperId === null) return [];
  const paper = await deps.papers.getCorrected(exam.paperId, exam.keyRevision);
  if (paper.essayIds.size === 0) return [];
  const counts = new Map((await countScripts(deps.em, exam.id, user.id)).map((count) => [count.questionId, count]));
  return paper.questions
    .filter(({ id, kind }) => kind === 'ESSAY' && !paper.voidedIds.has(id))
    .map(({ id, prompt, pointsMax }) => ({
      ...{ scriptCount: 0, settledCount: 0, disagreedCount: 0, openForViewerCount: 0 },
      ...counts.get(id),
      questionId: id,
      prompt,
      pointsMax,
    }));
}

type ScriptCounts = Omit<MarkingProgress, 'prompt' | 'pointsMax'>;

async function countScripts(em: EntityManager, examId: string, viewerId: string): Promise<ScriptCounts[]> {
  return rows(
    em,
    `select s.question_id as "questionId", count(*)::int as "scriptCount",
            count(*) filter (where s.status = 'SETTLED')::int as "settledCount",
            count(*) filter (where s.status = 'DISAGREED')::int as "disagreedCount",
            count(*) filter (where s.status <> 'SETTLED' and a.status <> 'GRADED' and a.learner_id <> ?
              and (s.claimed_until is null or s.claimed_until <= now() or s.claimed_by = ?)
              and m.script_id is null)::int as "openForViewerCount"
       from exam.essay_script s join exam.attempt a on a.id = s.attempt_id
       left join exam.essay_mark m on m.script_id = s.id and m.marker_id = ?
      where s.exam_id = ? and a.status in ('SUBMITTED', 'EXPIRED', 'GRADED')
      group by s.question_id`,
    [viewerId, viewerId, viewerId, examId],
  );
}
