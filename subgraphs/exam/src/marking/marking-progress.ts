import type { RequestDeps } from '../deps.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import type { ScriptCounts } from './script-counts.ts';

/** How far the marking of one essay question is. */
export type MarkingProgress = ScriptCounts & {
  readonly prompt: string;
  readonly pointsMax: number;
};

/** Question by question in the paper's order, those that were voided left out; empty without essays. */
export async function markingProgress(
  deps: Pick<RequestDeps, 'viewer' | 'course' | 'em' | 'papers' | 'scriptCounter'>,
  examId: string,
): Promise<MarkingProgress[]> {
  const { exam, user } = await getExamToTeach(deps, examId);
  if (exam.paperId === null) return [];
  const paper = await deps.papers.getCorrected(exam.paperId, exam.keyRevision);
  if (paper.essayIds.size === 0) return [];
  const counts = new Map((await deps.scriptCounter.count(exam.id, user.id)).map((count) => [count.questionId, count]));
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
