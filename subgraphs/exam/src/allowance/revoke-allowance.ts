import { transaction } from '@lectern/postgres';
import { accessErrors, requireUser } from '@lectern/subgraph';
import { appendAudit } from '../audit/audit-log.ts';
import { readReason } from '../audit/reason.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { findExam } from '../exam/exam.queries.ts';
import { supervises } from '../exam/exam-access.ts';
import { allowanceErrors } from './allowance.errors.ts';
import { findAllowance, markRevoked } from './allowance.queries.ts';
import { applyAllowances } from './apply-allowances.ts';
import { detailOf, holdOpenExam } from './grant-allowance.ts';
import { listMembers, shareGroup } from './learner-group.queries.ts';

/**
 * Takes an allowance back. Deadlines move back with it, but never before now: nobody's time runs out behind their
 * back. Doing it again changes nothing.
 */
export async function revokeAllowance(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'rooms'>,
  allowanceId: string,
  givenReason: string,
): Promise<ExamRow> {
  const user = requireUser(deps.viewer);
  const allowance = await findAllowance(deps.em, allowanceId);
  const exam = allowance && (await findExam(deps.em, allowance.examId));
  if (!allowance || !exam) throw allowanceErrors.make('ALLOWANCE_NOT_FOUND');
  if (!(await supervises(deps, exam.courseId))) throw accessErrors.make('FORBIDDEN');
  const reason = readReason(givenReason);
  if (allowance.revokedAt !== null) return exam;
  const applied = await transaction(deps.em, async (em) => {
    const locked = await holdOpenExam(em, exam.id);
    if (!(await markRevoked(em, allowance.id, user.id))) return null;
    const { learnerId, groupId } = allowance;
    if (groupId !== null) await shareGroup(em, groupId);
    const learnerIds = groupId === null ? [learnerId ?? ''] : await listMembers(em, groupId);
    const outcome = await applyAllowances(em, locked, learnerIds);
    const detail = { ...detailOf(allowance), movedCount: outcome.moved.length };
    const { id: examId, courseId } = locked;
    await appendAudit(em, [{ courseId, examId, actor: user.id, action: 'ALLOWANCE_REVOKED', reason, detail }]);
    return outcome;
  });
  deps.rooms.tell(applied?.moved ?? []);
  if (applied && applied.changed.length > 0) deps.rooms.touch(exam.id);
  const after = await findExam(deps.em, exam.id);
  if (!after) throw examErrors.make('EXAM_NOT_FOUND');
  return after;
}
