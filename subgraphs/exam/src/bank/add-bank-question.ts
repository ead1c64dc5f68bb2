import { transaction } from '@lectern/postgres';
import type { EditDeps } from '../exam/edit-draft.ts';
import { requireTeacher } from '../exam/exam-access.ts';
import { requireIllustrations } from '../illustration/require-illustrations.ts';
import { type BankQuestion, findBankQuestions, insertBankQuestions } from './bank.queries.ts';
import type { BankDraft } from './bank.ts';
import { checkedLabels } from './checked-labels.ts';

/** Adds a question to the bank of a course. */
export async function addBankQuestion(deps: EditDeps, courseId: string, draft: BankDraft): Promise<BankQuestion> {
  const { id: createdBy } = await requireTeacher(deps, courseId);
  const labels = checkedLabels(draft);
  return transaction(deps.em, async (em) => {
    await requireIllustrations(em, courseId, draft.question);
    const ids = await insertBankQuestions(em, courseId, [{ ...draft, ...labels }], createdBy);
    const [added] = await findBankQuestions(em, ids);
    if (!added) throw new Error('the question was not added');
    return added;
  });
}
