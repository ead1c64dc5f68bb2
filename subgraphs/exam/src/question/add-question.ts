import { newId } from '@lectern/runtime';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import { requireIllustrations } from '../illustration/require-illustrations.ts';
import { requireSection } from '../section/edit-section.ts';
import { questionErrors } from './question.errors.ts';
import { countQuestions, getQuestion, insertQuestions, type PlacedQuestion, questionsMax } from './question.queries.ts';
import type { QuestionDraft } from './question.ts';

/** Adds a question at the end of a draft, or of one of its sections. */
export async function addQuestion(
  deps: EditDeps,
  examId: string,
  draft: QuestionDraft,
  wantedSectionId: string | null = null,
): Promise<PlacedQuestion> {
  return editDraft(deps, examId, async (em, exam) => {
    const before = await countQuestions(em, exam.id);
    if (before >= questionsMax) throw questionErrors.make('QUESTIONS_TOO_MANY');
    const sectionId = await requireSection(em, exam.id, wantedSectionId);
    await requireIllustrations(em, exam.courseId, draft);
    const question = { id: newId(), ...draft };
    await insertQuestions(em, exam.id, [{ ...question, sectionId }]);
    return getQuestion(em, question.id);
  });
}
