import type { RequestDeps } from '../deps.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { authoredPaperOf } from '../question/authored-paper.ts';
import { buildPaper } from './build-paper.ts';
import type { Paper } from './paper.ts';

export type Preview = { readonly paper: Paper; readonly timeLimitSeconds: number };

/** The paper of an exam, or what would be the paper of a draft, for those who teach the course. */
export async function previewExam(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers'>,
  examId: string,
): Promise<Preview> {
  const { exam } = await getExamToTeach(deps, examId);
  const { timeLimitSeconds } = exam;
  if (exam.paperId !== null) return { paper: await deps.papers.get(exam.paperId), timeLimitSeconds };
  const authored = await authoredPaperOf(deps.em, exam, await databaseNow(deps.em));
  return { paper: await buildPaper(deps.em, exam, authored, exam.id), timeLimitSeconds };
}
