import type { EffectiveAllowance } from '../allowance/allowance.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { type StartObstacle, startObstacle } from './start-obstacle.ts';

export type LearnerFacts = {
  readonly exam: ExamRow;
  /** All attempts of the learner at the exam. */
  readonly own: readonly Pick<AttemptRow, 'status' | 'submittedAt'>[];
  readonly grant: Pick<EffectiveAllowance, 'extraAttempts' | 'opensAt' | 'closesAt'> | null;
  readonly isRegistered: boolean;
  /** Absent where it is not known from where the learner asks. */
  readonly isNetworkAllowed?: boolean;
};

/** Why a learner cannot start another attempt now; null when they can, and while one runs. */
export function learnerObstacle(facts: LearnerFacts, now: Date): StartObstacle | null {
  const { exam, own, grant, isRegistered, isNetworkAllowed = true } = facts;
  if (own.some(({ status }) => status === 'IN_PROGRESS')) return null;
  const counted = own.filter(({ status }) => status !== 'VOIDED' && status !== 'NOT_STARTED');
  const ends = counted.flatMap(({ submittedAt }) => submittedAt?.getTime() ?? []);
  return startObstacle(
    {
      exam,
      isRegistered,
      attemptCount: counted.length,
      lastEndedAt: ends.length === 0 ? null : new Date(Math.max(...ends)),
      extraAttempts: grant?.extraAttempts ?? 0,
      ownWindow: { opensAt: grant?.opensAt ?? null, closesAt: grant?.closesAt ?? null },
      isNetworkAllowed,
    },
    now,
  );
}
