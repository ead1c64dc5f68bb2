import type { ExamSettingsPartsFragment } from '@lectern/sdk';

/** Settings that publishing fixes, wholly or in one direction. */
const lockedWhenPublished = {
  timeLimitMinutes: 'fixed',
  passMarkPercent: 'fixed',
  passMarkPoints: 'fixed',
  countingAttempt: 'fixed',
  navigation: 'fixed',
  shufflesQuestions: 'fixed',
  shufflesChoices: 'fixed',
  attemptsMax: 'onlyMore',
  attemptDelayMinutes: 'onlyLess',
  graceSeconds: 'onlyMore',
} as const;

/** Why a setting cannot be changed freely. `fixed` ones cannot be changed at all. */
export type Lock = 'fixed' | 'onlyMore' | 'onlyLess' | 'hasOpened' | 'onlyLater' | 'isClosed';
export type LockedField = keyof typeof lockedWhenPublished | 'opensAt' | 'closesAt';

export type ExamFacts = Pick<ExamSettingsPartsFragment, 'status' | 'opensAt'>;

/** Why a setting cannot be changed freely at `now`; null when it can. */
export function lockOf(exam: ExamFacts | null, field: LockedField, now: number): Lock | null {
  if (!exam || exam.status === 'DRAFT') return null;
  if (field !== 'opensAt' && field !== 'closesAt') return lockedWhenPublished[field];
  if (exam.status === 'CLOSED') return 'isClosed';
  const hasOpened = exam.opensAt !== null && Date.parse(exam.opensAt) <= now;
  if (!hasOpened) return null;
  return field === 'opensAt' ? 'hasOpened' : 'onlyLater';
}

/** Whether a setting cannot be changed at all. */
export function isShut(lock: Lock | null): boolean {
  return lock === 'fixed' || lock === 'hasOpened' || lock === 'isClosed';
}
