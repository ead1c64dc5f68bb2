import type { ExamStatus } from '../exam/exam.ts';

/** Why an attempt cannot start. */
export type StartObstacle = 'NOT_PUBLISHED' | 'NOT_REGISTERED' | 'NOT_OPEN_YET' | 'CLOSED' | 'NO_ATTEMPTS_LEFT';

export type StartFacts = {
  readonly exam: {
    readonly status: ExamStatus;
    readonly opensAt: Date | null;
    readonly closesAt: Date | null;
    readonly attemptsMax: number;
  };
  readonly isRegistered: boolean;
  /** Attempts that count against the limit: all but voided ones. */
  readonly attemptCount: number;
};

/** The first thing that stands in the way of a new attempt at `now`; null when nothing does. */
export function startObstacle({ exam, isRegistered, attemptCount }: StartFacts, now: Date): StartObstacle | null {
  if (exam.status === 'CLOSED') return 'CLOSED';
  if (exam.status === 'DRAFT' || exam.opensAt === null || exam.closesAt === null) return 'NOT_PUBLISHED';
  if (!isRegistered) return 'NOT_REGISTERED';
  if (now < exam.opensAt) return 'NOT_OPEN_YET';
  if (now >= exam.closesAt) return 'CLOSED';
  return attemptCount >= exam.attemptsMax ? 'NO_ATTEMPTS_LEFT' : null;
}
