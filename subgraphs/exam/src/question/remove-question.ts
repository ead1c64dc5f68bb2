import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from './authored-paper.ts';
import { editQuestion } from './edit-question.ts';
import { deleteQuestion } from './question.queries.ts';

/** Removes a question from a draft; returns what is left. */
export async function removeQuestion(deps: EditDeps, id: string): Promise<AuthoredPaper> {
  return editQuestion(deps, id, async (em, question, exam) => {
    await deleteQuestion(em, question);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
