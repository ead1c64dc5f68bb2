import { rows } from '@lectern/postgres';
import { isId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Enrolment, EnrolmentEntity } from './enrolment.entity.ts';

export async function findEnrolments(em: EntityManager, ids: readonly string[]): Promise<Enrolment[]> {
  return em.find(EnrolmentEntity, { id: { $in: ids.filter(isId) } });
}

/** One learner's enrolments in some courses. */
export async function findEnrolmentsOf(
  em: EntityManager,
  learnerId: string,
  courseIds: readonly string[],
): Promise<Enrolment[]> {
  return em.find(EnrolmentEntity, { learnerId, courseId: { $in: courseIds.filter(isId) } });
}

export type EnrolmentPage = { readonly limit: number; readonly after: string | undefined };
/** Whose enrolments: all in a course, or all of a learner. */
export type EnrolmentOwner = { readonly courseId: string } | { readonly learnerId: string };

/** Latest first: ids are made in the order of time. */
export async function listEnrolments(
  em: EntityManager,
  owner: EnrolmentOwner,
  page: EnrolmentPage,
): Promise<Enrolment[]> {
  const where = page.after === undefined ? owner : { ...owner, id: { $lt: page.after } };
  return em.find(EnrolmentEntity, where, { orderBy: { id: 'desc' }, limit: page.limit });
}

export async function countEnrolments(em: EntityManager, owner: EnrolmentOwner): Promise<number> {
  return em.count(EnrolmentEntity, owner);
}

/**
 * Enrols learners who are not yet, in one statement, and returns the ids of those. `ids` and `learnerIds` go together;
 * ids are made by the caller so that their order is the order of time.
 */
export async function insertEnrolments(
  em: EntityManager,
  courseId: string,
  enrolments: readonly { readonly id: string; readonly learnerId: string }[],
): Promise<string[]> {
  const inserted = await rows<{ learnerId: string }>(
    em,
    `insert into course.enrolment (id, course_id, learner_id)
     select id, ?::uuid, learner_id from unnest(?::uuid[], ?::text[]) as entry (id, learner_id)
     order by learner_id
     on conflict (learner_id, course_id) do nothing
     returning learner_id as "learnerId"`,
    [courseId, enrolments.map(({ id }) => id), enrolments.map(({ learnerId }) => learnerId)],
  );
  return inserted.map(({ learnerId }) => learnerId);
}

export async function deleteEnrolment(em: EntityManager, courseId: string, learnerId: string): Promise<boolean> {
  const deleted = await rows(em, 'delete from course.enrolment where learner_id = ? and course_id = ? returning id', [
    learnerId,
    courseId,
  ]);
  return deleted.length > 0;
}
