import { transaction } from '@lectern/postgres';
import { inputErrors } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import { isStorable } from '../db/storable-text.ts';
import type { RequestDeps } from '../deps.ts';
import { holdExam } from '../exam/exam.queries.ts';
import { requireSupervisor } from '../exam/exam-access.ts';
import { isLearnerId } from '../registration/learner-ids.ts';
import { allowanceErrors } from './allowance.errors.ts';
import { applyAllowances } from './apply-allowances.ts';
import {
  countGroups,
  findNamedGroup,
  type LearnerGroupRow,
  listExamsOfGroup,
  lockNamedGroup,
  setMembers,
} from './learner-group.queries.ts';

const nameLengthMax = 100;
const membersMax = 1_000;
const groupsMax = 500;

export type GivenGroup = { readonly courseId: string; readonly name: string; readonly learnerIds: readonly string[] };

/**
 * Makes a group, or changes the one of that name. Who joins has the group's allowances at once, also in an attempt
 * that runs; who leaves has them no longer.
 */
export async function saveLearnerGroup(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'rooms'>,
  given: GivenGroup,
): Promise<LearnerGroupRow> {
  const { courseId } = given;
  const user = await requireSupervisor(deps, courseId);
  const name = readName(given.name);
  const learnerIds = readMembers(given.learnerIds);
  const { group, moved, examIds } = await transaction(deps.em, async (em) => {
    // Exams before the group, as those do who grant something to it: nobody waits in a circle.
    const known = await findNamedGroup(em, courseId, name);
    for (const id of known ? await listExamsOfGroup(em, known.id) : []) await holdExam(em, id);
    const saved = await lockNamedGroup(em, courseId, name);
    if (!known && (await countGroups(em, courseId)) > groupsMax) throw allowanceErrors.make('LEARNER_GROUPS_TOO_MANY');
    const changedIds = await setMembers(em, saved.id, learnerIds);
    const concerned = await listExamsOfGroup(em, saved.id);
    const detail = { groupId: saved.id, name, memberCount: learnerIds.length, changedCount: changedIds.length };
    const of = concerned.length === 0 ? [null] : concerned;
    const entry = { courseId, actor: user.id, action: 'LEARNER_GROUP_SAVED', detail } as const;
    await appendAudit(
      em,
      of.map((examId) => ({ ...entry, examId })),
    );
    return { group: saved, examIds: concerned, moved: await applyIn(em, concerned, changedIds) };
  });
  deps.rooms.tell(moved);
  for (const examId of examIds) deps.rooms.touch(examId);
  return group;
}

async function applyIn(
  em: EntityManager,
  examIds: readonly string[],
  learnerIds: readonly string[],
): Promise<string[]> {
  const moved: string[] = [];
  for (const examId of examIds) {
    const exam = await holdExam(em, examId);
    if (exam) moved.push(...(await applyAllowances(em, exam, learnerIds)).moved);
  }
  return moved;
}

function readName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= nameLengthMax && isStorable(name)) return name;
  const message = `The name must have 1 to ${nameLengthMax} characters.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'name' } });
}

function readMembers(ids: readonly string[]): string[] {
  if (ids.length <= membersMax && ids.every(isLearnerId)) return [...new Set(ids)];
  const message = `Name at most ${membersMax} learners, each by the id of an account.`;
  throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'learnerIds' } });
}
