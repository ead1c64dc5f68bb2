import { type AttemptsTakenBack, streamNames } from '@lectern/events';
import { appendToOutbox, rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { attemptColumns } from '../attempt/attempt-columns.ts';
import { schemaName } from '../db/orm.ts';

/** The row of one attempt, locked until the transaction ends. */
export async function lockAttempt(em: EntityManager, id: string): Promise<AttemptRow | null> {
  const [row] = await rows<AttemptRow>(em, `select ${attemptColumns} from exam.attempt a where a.id = ? for update`, [
    id,
  ]);
  return row ?? null;
}

/** Tells that an attempt has no result any more. Of one that was never begun nobody has heard. */
export async function appendTakenBack(em: EntityManager, attempt: AttemptRow): Promise<void> {
  const { id: attemptId, examId, learnerId, number, status, startedAt, revision } = attempt;
  if (startedAt === null || (status !== 'VOIDED' && status !== 'IN_PROGRESS')) return;
  const fact = { attemptId, examId, learnerId, number, startedAt: startedAt.toISOString(), revision, status };
  const event: Pick<AttemptsTakenBack, 'type' | 'payload'> = {
    type: 'exam.attempts.taken-back.v1',
    payload: { attempts: [fact] },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}
