import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';

/** Learners of a course who are treated alike. */
export type LearnerGroupRow = { readonly id: string; readonly courseId: string; readonly name: string };

const columns = 'id, course_id as "courseId", name';

export async function findGroup(em: EntityManager, id: string): Promise<LearnerGroupRow | null> {
  const [group] = await findGroups(em, [id]);
  return group ?? null;
}

/** For a batch loader: in any order. */
export async function findGroups(em: EntityManager, ids: readonly string[]): Promise<LearnerGroupRow[]> {
  return rows<LearnerGroupRow>(em, `select ${columns} from exam.learner_group where id = any(?::uuid[])`, [
    ids.filter(isUuid),
  ]);
}

export async function listGroups(em: EntityManager, courseId: string): Promise<LearnerGroupRow[]> {
  return rows<LearnerGroupRow>(em, `select ${columns} from exam.learner_group where course_id = ? order by name, id`, [
    courseId,
  ]);
}

export async function findNamedGroup(
  em: EntityManager,
  courseId: string,
  name: string,
): Promise<LearnerGroupRow | null> {
  const [group] = await rows<LearnerGroupRow>(
    em,
    `select ${columns} from exam.learner_group where course_id = ? and name = ?`,
    [courseId, name],
  );
  return group ?? null;
}

export async function countGroups(em: EntityManager, courseId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    em,
    'select count(*)::int as count from exam.learner_group where course_id = ?',
    [courseId],
  );
  return row?.count ?? 0;
}

/** Makes the group of that name or finds it, and locks it against others who change it. */
export async function lockNamedGroup(em: EntityManager, courseId: string, name: string): Promise<LearnerGroupRow> {
  const [group] = await rows<LearnerGroupRow>(
    em,
    `insert into exam.learner_group (id, course_id, name) values (?, ?, ?)
      on conflict (course_id, name) do update set name = excluded.name returning ${columns}`,
    [newId(), courseId, name],
  );
  if (!group) throw new Error('a group vanished while it was made');
  return group;
}

/** Keeps a group and its members as they are until the transaction ends; false when it has gone. */
export async function shareGroup(em: EntityManager, id: string): Promise<boolean> {
  const found = await rows(em, 'select id from exam.learner_group where id = ? for share', [id]);
  return found.length > 0;
}

export async function lockGroup(em: EntityManager, id: string): Promise<boolean> {
  const found = await rows(em, 'select id from exam.learner_group where id = ? for update', [id]);
  return found.length > 0;
}

export async function listMembers(em: EntityManager, groupId: string): Promise<string[]> {
  return (await listMembersOfGroups(em, [groupId])).map(({ learnerId }) => learnerId);
}

/** For a batch loader. */
export async function listMembersOfGroups(
  em: EntityManager,
  groupIds: readonly string[],
): Promise<{ readonly groupId: string; readonly learnerId: string }[]> {
  return rows(
    em,
    `select group_id as "groupId", learner_id as "learnerId" from exam.learner_group_member
      where group_id = any(?::uuid[]) order by learner_id`,
    [groupIds],
  );
}

/** Makes these the members of a locked group; returns who came and who went. */
export async function setMembers(em: EntityManager, groupId: string, learnerIds: readonly string[]): Promise<string[]> {
  const gone = await rows<{ id: string }>(
    em,
    `delete from exam.learner_group_member where group_id = ? and learner_id <> all(?::text[])
      returning learner_id as id`,
    [groupId, learnerIds],
  );
  const come = await rows<{ id: string }>(
    em,
    `insert into exam.learner_group_member (group_id, learner_id) select ?, unnest(?::text[])
      on conflict do nothing returning learner_id as id`,
    [groupId, learnerIds],
  );
  return [...gone, ...come].map(({ id }) => id);
}

export async function deleteGroup(em: EntityManager, id: string): Promise<void> {
  // What was granted to it and taken back stays in the audit log.
  await rows(em, 'delete from exam.allowance where group_id = ? and revoked_at is not null', [id]);
  await rows(em, 'delete from exam.learner_group where id = ?', [id]);
}

/** Exams, not closed, with an allowance in force for the group. */
export async function listExamsOfGroup(em: EntityManager, groupId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    `select distinct a.exam_id as id from exam.allowance a join exam.exam e on e.id = a.exam_id
      where a.group_id = ? and a.revoked_at is null and e.status <> 'CLOSED' order by 1`,
    [groupId],
  );
  return found.map(({ id }) => id);
}

export async function isGroupInUse(em: EntityManager, groupId: string): Promise<boolean> {
  const found = await rows(em, 'select id from exam.allowance where group_id = ? and revoked_at is null limit 1', [
    groupId,
  ]);
  return found.length > 0;
}
