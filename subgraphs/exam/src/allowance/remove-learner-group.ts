import { transaction } from '@lectern/postgres';
import { accessErrors, requireUser } from '@lectern/subgraph';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import { supervises } from '../exam/exam-access.ts';
import { allowanceErrors } from './allowance.errors.ts';
import {
  deleteGroup,
  findGroup,
  isGroupInUse,
  type LearnerGroupRow,
  listGroups,
  lockGroup,
} from './learner-group.queries.ts';

/** Removes a group that no allowance in force names; returns the groups that are left. */
export async function removeLearnerGroup(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course'>,
  groupId: string,
): Promise<LearnerGroupRow[]> {
  const user = requireUser(deps.viewer);
  const group = await findGroup(deps.em, groupId);
  if (!group) throw allowanceErrors.make('LEARNER_GROUP_NOT_FOUND');
  const { id, courseId, name } = group;
  if (!(await supervises(deps, courseId))) throw accessErrors.make('FORBIDDEN');
  return transaction(deps.em, async (em) => {
    if (!(await lockGroup(em, id))) throw allowanceErrors.make('LEARNER_GROUP_NOT_FOUND');
    if (await isGroupInUse(em, id)) throw allowanceErrors.make('LEARNER_GROUP_IN_USE');
    await deleteGroup(em, id);
    const detail = { groupId: id, name };
    await appendAudit(em, [{ courseId, examId: null, actor: user.id, action: 'LEARNER_GROUP_REMOVED', detail }]);
    return listGroups(em, courseId);
  });
}
