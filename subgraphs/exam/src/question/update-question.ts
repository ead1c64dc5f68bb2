import type { EditDeps } from '../exam/edit-draft.ts';
import { requireIllustrations } from '../illustration/require-illustrations.ts';
import { editQuestion } from './edit-question.ts';
import { getQuestion, type PlacedQuestion, replaceQuestion } from './question.queries.ts';
import type { QuestionDraft } from './question.ts';

/** Replaces a question of a draft; it keeps its id, its place, and where in the bank it came from. */
export async function updateQuestion(
  deps: EditDeps,
  questionId: string,
  draft: QuestionDraft,
): Promise<PlacedQuestion> {
  return editQuestion(deps, questionId, async (em, { id }, exam) => {
    await requireIllustrations(em, exam.courseId, draft);
    await replaceQuestion(em, { id, ...draft });
    return getQuestion(em, id);
  });
}
