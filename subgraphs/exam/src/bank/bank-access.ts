import { requireUser, type SignedInUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { teaches } from '../exam/exam-access.ts';
import { bankErrors } from './bank.errors.ts';
import { type BankQuestion, findBankQuestion } from './bank.queries.ts';

type AccessDeps = Pick<RequestDeps, 'viewer' | 'course'>;

/** A question of a bank to read or change; throws UNAUTHENTICATED, or BANK_QUESTION_NOT_FOUND to all who do not teach. */
export async function getBankQuestion(
  deps: AccessDeps & Pick<RequestDeps, 'em'>,
  id: string,
): Promise<{ readonly user: SignedInUser; readonly bankQuestion: BankQuestion }> {
  const user = requireUser(deps.viewer);
  const bankQuestion = await findBankQuestion(deps.em, id);
  if (!bankQuestion || !(await teaches(deps, bankQuestion.courseId))) throw bankErrors.make('BANK_QUESTION_NOT_FOUND');
  return { user, bankQuestion };
}
