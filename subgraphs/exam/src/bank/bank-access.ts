import { LecternError } from '@lectern/errors';
import { accessErrors, requireUser, type SignedInUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { teaches } from '../exam/exam-access.ts';
import { bankErrors } from './bank.errors.ts';
import { type BankQuestion, findBankQuestion } from './bank.queries.ts';

type AccessDeps = Pick<RequestDeps, 'viewer' | 'course'>;

/** The viewer, who teaches the course or is an admin; throws UNAUTHENTICATED, COURSE_NOT_FOUND or FORBIDDEN. */
export async function requireTeacher(deps: AccessDeps, courseId: string): Promise<SignedInUser> {
  const user = requireUser(deps.viewer);
  // The code is the course subgraph's own, whose answer this would be.
  if (!(await deps.course.exists(courseId, user.id))) {
    throw new LecternError('COURSE_NOT_FOUND', 'NOT_FOUND', 'There is no such course, or you may not see it.');
  }
  if (!(await teaches(deps, courseId))) throw accessErrors.make('FORBIDDEN');
  return user;
}

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
