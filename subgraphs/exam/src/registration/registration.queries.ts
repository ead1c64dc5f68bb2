import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import { type RegistrationRow, registrationEntity } from './registration.entity.ts';

const plain = { disableIdentityMap: true } as const;

export async function findRegistration(
  em: EntityManager,
  examId: string,
  learnerId: string,
): Promise<RegistrationRow | null> {
  return em.findOne(registrationEntity, { examId, learnerId }, plain);
}

/** For a batch loader: in any order. */
export async function findRegistrations(em: EntityManager, ids: readonly string[]): Promise<RegistrationRow[]> {
  return em.find(registrationEntity, { id: { $in: ids.filter(isUuid) } }, plain);
}

/** Of these exams, those the learner is registered for. */
export async function listRegisteredExamIds(
  em: EntityManager,
  learnerId: string,
  examIds: readonly string[],
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    'select exam_id as id from exam.registration where learner_id = ? and exam_id = any(?::uuid[])',
    [learnerId, examIds],
  );
  return found.map(({ id }) => id);
}

/** Locks one registration until the transaction ends: starts and withdrawals of one learner take turns. */
export async function lockRegistration(em: EntityManager, examId: string, learnerId: string): Promise<string | null> {
  const [row] = await rows<{ id: string }>(
    em,
    'select id from exam.registration where exam_id = ? and learner_id = ? for update',
    [examId, learnerId],
  );
  return row?.id ?? null;
}

/** Registers those who are not yet, in one statement; returns who they were. */
export async function insertRegistrations(
  em: EntityManager,
  examId: string,
  learnerIds: readonly string[],
): Promise<string[]> {
  const added = await rows<{ learnerId: string }>(
    em,
    `insert into exam.registration (id, exam_id, learner_id)
      select r.id, ?, r.learner_id from unnest(?::uuid[], ?::text[]) as r (id, learner_id) order by r.learner_id
      on conflict (exam_id, learner_id) do nothing
      returning learner_id as "learnerId"`,
    [examId, learnerIds.map(() => newId()), learnerIds],
  );
  return added.map(({ learnerId }) => learnerId);
}

export async function deleteRegistration(em: EntityManager, id: string): Promise<void> {
  await em.nativeDelete(registrationEntity, { id });
}

/** Latest first. `after` is [registeredAt, id]. */
export async function listRegistrations(
  em: EntityManager,
  examId: string,
  limit: number,
  after: readonly (string | number)[] | undefined,
): Promise<RegistrationRow[]> {
  return rows<RegistrationRow>(
    em,
    `select id, exam_id as "examId", learner_id as "learnerId", registered_at as "registeredAt"
       from exam.registration
      where exam_id = ? ${after ? 'and (registered_at, id) < (?::timestamptz, ?::uuid)' : ''}
      order by registered_at desc, id desc limit ?`,
    [examId, ...(after ?? []), limit],
  );
}

export async function countRegistrations(em: EntityManager, examId: string): Promise<number> {
  return em.count(registrationEntity, { examId });
}
