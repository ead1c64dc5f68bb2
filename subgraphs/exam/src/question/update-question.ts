import type { EditDeps } from '../exam/edit-draft.ts';
import { editQuestion } from './edit-question.ts';
import { type PlacedQuestion, replaceQuestion } from './question.queries.ts';
import type { QuestionDraft } from './question.ts';

/** Replaces a question of a draft; it keeps its id and place. */
export async function updateQuestion(deps: EditDeps, id: string, draft: QuestionDraft): Promise<PlacedQuestion> {
  return editQuestion(deps, id, async (em, { position, sectionId, bankQuestionId, bankVersion }) => {
    const question = { id, ...draft };
    await replaceQuestion(em, question);
    return { ...question, position, sectionId, bankQuestionId, bankVersion };
  });
}
