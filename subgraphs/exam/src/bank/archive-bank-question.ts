import { transaction } from '@lectern/postgres';
import type { EditDeps } from '../exam/edit-draft.ts';
import { bankErrors } from './bank.errors.ts';
import { type BankQuestion, findBankQuestion, setArchived } from './bank.queries.ts';
import { getBankQuestion } from './bank-access.ts';

/** Puts a question of a bank away, or takes it out again. Papers and exams that have it keep it. */
export async function archiveBankQuestion(deps: EditDeps, id: string, isArchived: boolean): Promise<BankQuestion> {
  await getBankQuestion(deps, id);
  return transaction(deps.em, async (em) => {
    await setArchived(em, id, isArchived);
    const changed = await findBankQuestion(em, id);
    if (!changed) throw bankErrors.make('BANK_QUESTION_NOT_FOUND');
    return changed;
  });
}
