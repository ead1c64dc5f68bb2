import { type AttemptsGraded, streamNames } from '@lectern/events';
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

export function gradedFact(attempt: AttemptRow): GradedFact {
  const { startedAt, submittedAt, pointsAwarded, pointsMax, scorePercent, isPassed } = attempt;
  if (
    startedAt === null ||
    submittedAt === null ||
    pointsAwarded === null ||
    pointsMax === null ||
    scorePercent === null ||
    isPassed === null
  ) {
    throw new Error(`attempt ${attempt.id} has no result`);
  }
  return {
    attemptId: attempt.id,
    examId: attempt.examId,
    learnerId: attempt.learnerId,
    number: attempt.number,
    startedAt: startedAt.toISOString(),
    revision: attempt.revision,
    submittedAt: submittedAt.toISOString(),
    isExpired: attempt.ending === 'TIME_RAN_OUT',
    pointsAwarded,
    pointsMax,
    scorePercent,
    isPassed,
  };
}
