import type { EditDeps } from '../exam/edit-draft.ts';
import { editQuestion } from '../question/edit-question.ts';
import { getQuestion, linkToBank, type PlacedQuestion, replaceQuestion } from '../question/question.queries.ts';
import { bankErrors } from './bank.errors.ts';
import { findBankQuestion, findBankVersion } from './bank.queries.ts';

/**
 * Replaces a question of a draft by the latest version in the bank; it keeps its id and place. Its points stay where
 * the exam's author has changed them, and follow the bank otherwise.
 */
export async function refreshFromBank(deps: EditDeps, questionId: string): Promise<PlacedQuestion> {
  return editQuestion(deps, questionId, async (em, row) => {
    const { id, bankQuestionId, bankVersion } = row;
    if (bankQuestionId === null || bankVersion === null) throw bankErrors.make('QUESTION_NOT_FROM_BANK');
    const latest = await findBankQuestion(em, bankQuestionId);
    if (!latest) throw bankErrors.make('BANK_QUESTION_NOT_FOUND');
    const taken = await findBankVersion(em, bankQuestionId, bankVersion);
    const hasOwnPoints = taken !== null && taken.pointsMax !== row.pointsMax;
    const pointsMax = hasOwnPoints ? row.pointsMax : latest.question.pointsMax;
    await replaceQuestion(em, { ...latest.question, id, pointsMax });
    await linkToBank(em, [id], [bankQuestionId], latest.version);
    return getQuestion(em, id);
  });
}
