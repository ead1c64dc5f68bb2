import { inputErrors } from '@lectern/subgraph';
import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from './authored-paper.ts';
import { editQuestion } from './edit-question.ts';
import { countQuestions, placeQuestion } from './question.queries.ts';

/** Moves a question of a draft to `position`, from 1; returns the new order. */
export async function moveQuestion(deps: EditDeps, id: string, position: number): Promise<AuthoredPaper> {
  return editQuestion(deps, id, async (em, question, exam) => {
    const count = await countQuestions(em, exam.id);
    if (position < 1 || position > count) {
      const message = `The place must be 1 to ${count}.`;
      throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'position' } });
    }
    await placeQuestion(em, question, position);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
