/** Attempt: one learner sitting one exam. Its status moves only as this table says. */
export type AttemptStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'SUBMITTED' | 'EXPIRED' | 'GRADED' | 'VOIDED';

/** How an attempt came to its end. */
export type AttemptEnding = 'HANDED_IN' | 'TIME_RAN_OUT' | 'EXAM_CLOSED' | 'ENDED_BY_PROCTOR';

export const attemptTransitions = {
  NOT_STARTED: ['IN_PROGRESS', 'VOIDED'],
  IN_PROGRESS: ['SUBMITTED', 'EXPIRED', 'VOIDED'],
  SUBMITTED: ['GRADED', 'VOIDED', 'IN_PROGRESS'],
  EXPIRED: ['GRADED', 'VOIDED', 'IN_PROGRESS'],
  GRADED: ['VOIDED', 'IN_PROGRESS'],
  VOIDED: ['IN_PROGRESS'],
} as const satisfies Record<AttemptStatus, readonly AttemptStatus[]>;

/** Nothing leaves these of itself: only a recorded act of a person voids an attempt, or opens it again. */
export const terminalStatuses = ['GRADED', 'VOIDED'] as const satisfies readonly AttemptStatus[];

export function canMove(from: AttemptStatus, to: AttemptStatus): boolean {
  const targets: readonly AttemptStatus[] = attemptTransitions[from];
  return targets.includes(to);
}

/** The status an ending passes through on its way to GRADED. */
export function endedStatus(ending: AttemptEnding): 'SUBMITTED' | 'EXPIRED' {
  return ending === 'HANDED_IN' ? 'SUBMITTED' : 'EXPIRED';
}
