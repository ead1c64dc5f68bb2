import { transaction } from '@lectern/postgres';
import type { EditDeps } from '../exam/edit-draft.ts';
import { requireIllustrations } from '../illustration/require-illustrations.ts';
import { bankErrors } from './bank.errors.ts';
import { type BankQuestion, insertBankVersion, lockBankQuestion, updateLabels } from './bank.queries.ts';
import { type BankDraft, isSameQuestion } from './bank.ts';
import { getBankQuestion } from './bank-access.ts';
import { checkedLabels } from './checked-labels.ts';

/** Changes a question of a bank; what is left out stays. Only another question makes another version. */
export async function updateBankQuestion(
  deps: EditDeps,
  id: string,
  { question, ...change }: Partial<BankDraft>,
): Promise<BankQuestion> {
  const { user } = await getBankQuestion(deps, id);
  return transaction(deps.em, async (em) => {
    const present = await lockBankQuestion(em, id);
    if (!present) throw bankErrors.make('BANK_QUESTION_NOT_FOUND');
    const labels = checkedLabels({ ...present, ...change });
    await updateLabels(em, present.id, labels);
    if (question && !isSameQuestion(question, present.question)) {
      await requireIllustrations(em, present.courseId, question);
      await insertBankVersion(em, present, question, user.id);
    }
    const changed = await lockBankQuestion(em, id);
    if (!changed) throw bankErrors.make('BANK_QUESTION_NOT_FOUND');
    return changed;
  });
}
