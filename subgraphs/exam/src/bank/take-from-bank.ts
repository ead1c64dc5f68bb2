import { newId } from '@lectern/runtime';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type EditDeps, editDraft } from '../exam/edit-draft.ts';
import { databaseNow } from '../exam/exam.queries.ts';
import { type AuthoredPaper, authoredPaperOf } from '../question/authored-paper.ts';
import { questionErrors } from '../question/question.errors.ts';
import { insertQuestions, listQuestions, questionsMax } from '../question/question.queries.ts';
import { requireSection } from '../section/edit-section.ts';
import { bankErrors } from './bank.errors.ts';
import { type BankQuestion, findBankQuestions } from './bank.queries.ts';
import { bankLimits } from './bank.ts';

export type QuestionsToTake = {
  readonly examId: string;
  readonly bankQuestionIds: readonly string[];
  readonly sectionId: string | null;
};

/** Adds questions of the bank to a draft, in the order given and in their latest version; none stands in it twice. */
export async function takeFromBank(deps: EditDeps, wanted: QuestionsToTake): Promise<AuthoredPaper> {
  return editDraft(deps, wanted.examId, async (em, exam) => {
    const { takenTogetherMax } = bankLimits;
    if (wanted.bankQuestionIds.length > takenTogetherMax) {
      const message = `At most ${takenTogetherMax} questions can be taken together.`;
      throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'bankQuestionIds' } });
    }
    const sectionId = await requireSection(em, exam.id, wanted.sectionId);
    const found = await getAll(em, exam.courseId, wanted.bankQuestionIds);
    const present = await listQuestions(em, exam.id);
    const known = new Set(present.map(({ bankQuestionId }) => bankQuestionId));
    const missing = found.filter(({ id }) => !known.has(id));
    if (present.length + missing.length > questionsMax) throw questionErrors.make('QUESTIONS_TOO_MANY');
    const taken = missing.map(({ id, version, question }) => {
      return { ...question, id: newId(), sectionId, bankQuestionId: id, bankVersion: version };
    });
    await insertQuestions(em, exam.id, taken);
    return authoredPaperOf(em, exam, await databaseNow(em));
  });
}

/** Each once, in the order given; throws BANK_QUESTION_NOT_FOUND or BANK_QUESTION_ARCHIVED. */
async function getAll(em: EntityManager, courseId: string, ids: readonly string[]): Promise<BankQuestion[]> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const byId = new Map((await findBankQuestions(em, wanted)).map((question) => [question.id, question]));
  return wanted.map((id) => {
    const question = byId.get(id);
    if (question?.courseId !== courseId) throw bankErrors.make('BANK_QUESTION_NOT_FOUND', { facts: { id } });
    if (question.isArchived) throw bankErrors.make('BANK_QUESTION_ARCHIVED', { facts: { id } });
    return question;
  });
}
