import { inputErrors } from '@lectern/subgraph';
import type { EditDeps } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { requireSection } from '../section/edit-section.ts';
import { listSections } from '../section/section.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from './authored-paper.ts';
import { editQuestion } from './edit-question.ts';
import { listPlaces, placeQuestions } from './question.queries.ts';
import { movedOrder } from './question-order.ts';

export type QuestionPlace = {
  /** Among all fixed questions, from 1. */
  readonly position: number;
  /** Undefined: the section it is in. Null: none. */
  readonly sectionId?: string | null | undefined;
};

/** Moves a question of a draft; returns the new order. */
export async function moveQuestion(
  deps: EditDeps,
  questionId: string,
  { position, sectionId: wanted }: QuestionPlace,
): Promise<AuthoredPaper> {
  return editQuestion(deps, questionId, async (em, { id, sectionId: present }, exam) => {
    const questions = await listPlaces(em, exam.id);
    if (position < 1 || position > questions.length) {
      const message = `The place must be 1 to ${questions.length}.`;
      throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'position' } });
    }
    const sectionId = wanted === undefined ? present : await requireSection(em, exam.id, wanted);
    const sectionIds = (await listSections(em, exam.id)).map((section) => section.id);
    const moved = { id, sectionId };
    await placeQuestions(em, movedOrder(questions, sectionIds, moved, position), moved);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}
