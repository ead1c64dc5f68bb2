import type { ExamStatus, Window } from '../exam/exam.ts';

/** Why an attempt cannot start. */
export type StartObstacle =
  | 'NOT_PUBLISHED'
  | 'NOT_REGISTERED'
  | 'NOT_OPEN_YET'
  | 'CLOSED'
  | 'NO_ATTEMPTS_LEFT'
  | 'TOO_SOON'
  | 'NETWORK_NOT_ALLOWED';

export type StartFacts = {
  readonly exam: Window & {
    readonly status: ExamStatus;
    readonly attemptsMax: number;
    readonly attemptDelaySeconds?: number;
  };
  readonly isRegistered: boolean;
  /** Attempts that count against the limit: all that were begun but voided ones. */
  readonly attemptCount: number;
  /** When the last of them ended; null when none has. */
  readonly lastEndedAt?: Date | null;
  /** What an allowance gives the learner: a window of its own, and further attempts. */
  readonly ownWindow?: Window;
  readonly extraAttempts?: number;
  /** Absent where it is not known from where the learner asks. */
  readonly isNetworkAllowed?: boolean;
};

/** The first thing that stands in the way of a new attempt at `now`; null when nothing does. */
export function startObstacle(facts: StartFacts, now: Date): StartObstacle | null {
  const { exam, isRegistered, attemptCount, ownWindow, extraAttempts = 0, isNetworkAllowed = true } = facts;
  const opensAt = ownWindow?.opensAt ?? exam.opensAt;
  const closesAt = ownWindow?.closesAt ?? exam.closesAt;
  if (exam.status === 'CLOSED') return 'CLOSED';
  if (exam.status === 'DRAFT' || opensAt === null || closesAt === null) return 'NOT_PUBLISHED';
  if (!isRegistered) return 'NOT_REGISTERED';
  if (now < opensAt) return 'NOT_OPEN_YET';
  if (now >= closesAt) return 'CLOSED';
  if (attemptCount >= exam.attemptsMax + extraAttempts) return 'NO_ATTEMPTS_LEFT';
  if (now < (nextStartAt(facts) ?? now)) return 'TOO_SOON';
  return isNetworkAllowed ? null : 'NETWORK_NOT_ALLOWED';
}

/** When another attempt may start after the last one; null when there is nothing to wait for. */
export function nextStartAt({ exam, lastEndedAt = null }: Pick<StartFacts, 'exam' | 'lastEndedAt'>): Date | null {
  const { attemptDelaySeconds = 0 } = exam;
  if (lastEndedAt === null || attemptDelaySeconds === 0) return null;
  return new Date(lastEndedAt.getTime() + attemptDelaySeconds * 1_000);
}
