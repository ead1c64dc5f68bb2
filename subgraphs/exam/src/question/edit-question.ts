import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import type { QuestionRow } from './question.entity.ts';
import { questionErrors } from './question.errors.ts';
import { findQuestionRow } from './question.queries.ts';

/** Runs `work` for one question of a draft, read again while the exam is locked. */
export async function editQuestion<T>(
  deps: EditDeps,
  questionId: string,
  work: (em: EntityManager, question: QuestionRow, exam: ExamRow) => Promise<T>,
): Promise<T> {
  const question = isUuid(questionId) ? await findQuestionRow(deps.em, questionId) : null;
  if (!question) throw questionErrors.make('QUESTION_NOT_FOUND');
  return editDraft(deps, question.examId, async (em, exam) => {
    const current = await findQuestionRow(em, questionId);
    if (!current) throw questionErrors.make('QUESTION_NOT_FOUND');
    return work(em, current, exam);
  });
}
