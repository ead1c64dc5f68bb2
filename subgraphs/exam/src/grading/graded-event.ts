import { type AttemptsEnded, type AttemptsGraded, streamNames } from '@lectern/events';
import { appendToOutbox } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { schemaName } from '../db/orm.ts';

type GradedFact = AttemptsGraded['payload']['attempts'][number];

/** Tells of results in the transaction that makes them. */
export async function appendGraded(em: EntityManager, attempts: readonly AttemptRow[]): Promise<void> {
  if (attempts.length === 0) return;
  const event: Pick<AttemptsGraded, 'type' | 'payload'> = {
    type: 'exam.attempts.graded.v1',
    payload: { attempts: attempts.map(gradedFact) },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}

/** Tells of attempts that ended and wait for those who mark. */
export async function appendEnded(em: EntityManager, attempts: readonly AttemptRow[]): Promise<void> {
  if (attempts.length === 0) return;
  const event: Pick<AttemptsEnded, 'type' | 'payload'> = {
    type: 'exam.attempts.ended.v1',
    payload: { attempts: attempts.map(endedFact) },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}

function endedFact(attempt: AttemptRow): AttemptsEnded['payload']['attempts'][number] {
  const { id: attemptId, examId, learnerId, number, revision, startedAt, submittedAt, ending } = attempt;
  if (startedAt === null || submittedAt === null) throw new Error(`attempt ${attemptId} has not ended`);
  return {
    ...{ attemptId, examId, learnerId, number, revision },
    startedAt: startedAt.toISOString(),
    submittedAt: submittedAt.toISOString(),
    isExpired: ending === 'TIME_RAN_OUT',
  };
}

export function gradedFact(attempt: AttemptRow): GradedFact {
  const { pointsAwarded, pointsMax, scorePercent, isPassed } = attempt;
  if (pointsAwarded === null || pointsMax === null || scorePercent === null || isPassed === null) {
    throw new Error(`attempt ${attempt.id} has no result`);
  }
  return { ...endedFact(attempt), pointsAwarded, pointsMax, scorePercent, isPassed };
}
