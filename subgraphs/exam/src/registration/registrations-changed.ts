import { type RegistrationsChanged, streamNames } from '@lectern/events';
import { appendToOutbox } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { schemaName } from '../db/orm.ts';

/** Tells of learners, at most 1,000, who are now registered or no longer. Nothing is told of nobody. */
export async function appendRegistrationsChanged(
  em: EntityManager,
  examId: string,
  learnerIds: readonly string[],
  isRegistered: boolean,
): Promise<void> {
  if (learnerIds.length === 0) return;
  const event: Pick<RegistrationsChanged, 'type' | 'payload'> = {
    type: 'exam.registrations.changed.v1',
    payload: { examId, registrations: learnerIds.map((learnerId) => ({ learnerId, isRegistered })) },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}
