import { newId } from '@lectern/runtime';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import { questionErrors } from './question.errors.ts';
import { countQuestions, insertQuestions, type PlacedQuestion, questionsMax } from './question.queries.ts';
import type { QuestionDraft } from './question.ts';

/** Adds a question at the end of a draft. */
export async function addQuestion(deps: EditDeps, examId: string, draft: QuestionDraft): Promise<PlacedQuestion> {
  return editDraft(deps, examId, async (em) => {
    const before = await countQuestions(em, examId);
    if (before >= questionsMax) throw questionErrors.make('QUESTIONS_TOO_MANY');
    const question = { id: newId(), ...draft };
    await insertQuestions(em, examId, [question]);
    const place = { position: before + 1, sectionId: null, bankQuestionId: null, bankVersion: null };
    return { ...question, ...place };
  });
}
