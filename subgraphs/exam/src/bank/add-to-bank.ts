import { transaction } from '@lectern/postgres';
import type { EditDeps } from '../exam/edit-draft.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { databaseNow, lockExam } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { questionErrors } from '../question/question.errors.ts';
import { linkToBank, listQuestions, type PlacedQuestion } from '../question/question.queries.ts';
import { insertBankQuestions } from './bank.queries.ts';
import { checkedLabels } from './checked-labels.ts';

export type QuestionsToAdd = {
  readonly examId: string;
  /** Null: all. */
  readonly questionIds: readonly string[] | null;
  readonly tags: readonly string[];
};

/**
 * Adds questions of an exam to the bank of its course, whatever the exam's state: its paper stays as it is. Those that
 * came from the bank are left out, so doing it again adds nothing.
 */
export async function addToBank(
  deps: EditDeps,
  { examId, questionIds, tags: given }: QuestionsToAdd,
): Promise<{ readonly addedCount: number; readonly paper: AuthoredPaper }> {
  const { user } = await getExamToTeach(deps, examId);
  const labels = checkedLabels({ tags: given, difficulty: null });
  return transaction(deps.em, async (em) => {
    const exam = await lockExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    const chosen = chosenOf(await listQuestions(em, exam.id), questionIds);
    const added = chosen.filter(({ bankQuestionId }) => bankQuestionId === null);
    const drafts = added.map(
      ({ id: _id, position: _p, sectionId: _s, bankQuestionId: _b, bankVersion: _v, ...question }) => {
        return { question, ...labels };
      },
    );
    const ids = await insertBankQuestions(em, exam.courseId, drafts, user.id);
    await linkToBank(
      em,
      added.map(({ id }) => id),
      ids,
    );
    return { addedCount: added.length, paper: await authoredPaperOf(em, exam, await databaseNow(em)) };
  });
}

/** Throws QUESTION_NOT_FOUND for one that is not in the exam. */
function chosenOf(questions: readonly PlacedQuestion[], ids: readonly string[] | null): readonly PlacedQuestion[] {
  if (ids === null) return questions;
  const wanted = new Set(ids.map((id) => id.toLowerCase()));
  const chosen = questions.filter(({ id }) => wanted.has(id));
  if (chosen.length < wanted.size) throw questionErrors.make('QUESTION_NOT_FOUND');
  return chosen;
}
