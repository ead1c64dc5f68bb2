import { transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import { readReason } from '../audit/reason.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { databaseNow, holdExam } from '../exam/exam.queries.ts';
import { getExamToSupervise } from '../exam/exam-access.ts';
import { isLearnerId } from '../registration/learner-ids.ts';
import { allowanceErrors } from './allowance.errors.ts';
import { type AllowanceRow, allowancesMax, countAllowances, insertAllowance } from './allowance.queries.ts';
import { type AllowanceGrant, grantProblem } from './allowance.ts';
import { applyAllowances } from './apply-allowances.ts';
import { findGroup, listMembers, shareGroup } from './learner-group.queries.ts';

export type GivenAllowance = AllowanceGrant & {
  readonly examId: string;
  readonly learnerId: string | null;
  readonly groupId: string | null;
  readonly reason: string;
};

/**
 * Grants a learner or a group more time, attempts or another window. Deadlines of attempts that run move in the same
 * transaction, and the learners are told.
 */
export async function grantAllowance(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'rooms'>,
  given: GivenAllowance,
): Promise<{ allowance: AllowanceRow; movedCount: number }> {
  const { exam: found, user } = await getExamToSupervise(deps, given.examId);
  const reason = readReason(given.reason);
  checkReceiver(given);
  const { allowance, changed, moved } = await transaction(deps.em, async (em) => {
    const exam = await holdOpenExam(em, found.id);
    checkGrant(given, exam, await databaseNow(em));
    if ((await countAllowances(em, exam.id)) >= allowancesMax) throw allowanceErrors.make('ALLOWANCES_TOO_MANY');
    const learnerIds = await receiversOf(em, exam, given);
    const made = await insertAllowance(em, { ...given, id: newId(), reason, grantedBy: user.id });
    const applied = await applyAllowances(em, exam, learnerIds);
    const detail = { ...detailOf(made), movedCount: applied.moved.length };
    const { id: examId, courseId } = exam;
    await appendAudit(em, [{ courseId, examId, actor: user.id, action: 'ALLOWANCE_GRANTED', reason, detail }]);
    return { allowance: made, ...applied };
  });
  deps.rooms.tell(moved);
  if (changed.length > 0) deps.rooms.touch(found.id);
  return { allowance, movedCount: moved.length };
}

/** What the audit log says of an allowance. */
export function detailOf(allowance: AllowanceRow): Readonly<Record<string, unknown>> {
  const { id: allowanceId, learnerId, groupId, extraSeconds, timeFactor, extraAttempts, opensAt, closesAt } = allowance;
  return { allowanceId, learnerId, groupId, extraSeconds, timeFactor, extraAttempts, opensAt, closesAt };
}

/** The exam, held so that allowances change one after the other; throws EXAM_CLOSED. */
export async function holdOpenExam(em: EntityManager, examId: string): Promise<ExamRow> {
  const exam = await holdExam(em, examId);
  if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
  if (exam.status === 'CLOSED') throw examErrors.make('EXAM_CLOSED');
  return exam;
}

function checkReceiver({ learnerId, groupId }: GivenAllowance): void {
  const isOne = (learnerId === null) !== (groupId === null);
  if (isOne && (learnerId === null || isLearnerId(learnerId))) return;
  const message = 'Name one learner or one group.';
  throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'learnerId' } });
}

function checkGrant(given: GivenAllowance, exam: ExamRow, now: Date): void {
  const problem = grantProblem(given, exam, now);
  if (problem) throw inputErrors.make('BAD_INPUT', { message: problem.message, facts: { field: problem.field } });
}

/** The group is shared until the transaction ends: whoever joins or leaves meanwhile is seen by one of the two. */
async function receiversOf(
  em: EntityManager,
  exam: ExamRow,
  { learnerId, groupId }: GivenAllowance,
): Promise<readonly string[]> {
  if (learnerId !== null) return [learnerId];
  const group = groupId === null ? null : await findGroup(em, groupId);
  if (group?.courseId !== exam.courseId || !(await shareGroup(em, group.id))) {
    throw allowanceErrors.make('LEARNER_GROUP_NOT_FOUND');
  }
  return listMembers(em, group.id);
}
