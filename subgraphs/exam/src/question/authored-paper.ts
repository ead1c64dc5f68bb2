import type { EntityManager } from '@mikro-orm/postgresql';
import { type PublishObstacle, publishObstacles, type Window } from '../exam/exam.ts';
import { listQuestions, type PlacedQuestion } from './question.queries.ts';
import { questionProblems } from './question.ts';

/** The questions of an exam with their keys, for those who teach the course. */
export type AuthoredPaper = {
  readonly examId: string;
  readonly questions: readonly PlacedQuestion[];
  readonly publishObstacles: readonly PublishObstacle[];
};

/** Reads the questions and finds what stands in the way of publishing at `now`. */
export async function authoredPaperOf(
  em: EntityManager,
  exam: Window & { readonly id: string },
  now: Date,
): Promise<AuthoredPaper> {
  const questions = await listQuestions(em, exam.id);
  const checked = questions.map((question) => ({ id: question.id, problems: questionProblems(question) }));
  return { examId: exam.id, questions, publishObstacles: publishObstacles(exam, checked, now) };
}
