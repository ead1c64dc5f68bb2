import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import type { PlacedQuestion } from '../question/question.queries.ts';

/** The questions of the published paper with their keys as they now are; null while the exam is a draft. */
export async function publishedQuestions(
  { papers }: Pick<RequestDeps, 'papers'>,
  exam: Pick<ExamRow, 'paperId' | 'keyRevision'>,
): Promise<PlacedQuestion[] | null> {
  if (exam.paperId === null) return null;
  const { questions } = await papers.getCorrected(exam.paperId, exam.keyRevision);
  return questions.map(({ drawId: _draw, ...question }, index) => ({
    ...question,
    position: index + 1,
    sectionId: question.sectionId ?? null,
    bankQuestionId: question.bankQuestionId ?? null,
    bankVersion: question.bankVersion ?? null,
  }));
}
