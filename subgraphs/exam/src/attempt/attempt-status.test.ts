import { describe, expect, it } from '@jest/globals';
import { type AttemptStatus, attemptTransitions, canMove, terminalStatuses } from './attempt-status.ts';

const statuses = Object.keys(attemptTransitions) as AttemptStatus[];
const allowed = new Set([
  'NOT_STARTED IN_PROGRESS',
  'IN_PROGRESS SUBMITTED',
  'IN_PROGRESS EXPIRED',
  'SUBMITTED GRADED',
  'EXPIRED GRADED',
  ...statuses.filter((status) => status !== 'VOIDED').map((status) => `${status} VOIDED`),
  // A proctor opens it again.
  ...['SUBMITTED', 'EXPIRED', 'GRADED', 'VOIDED'].map((status) => `${status} IN_PROGRESS`),
]);

describe('the status of an attempt', () => {
  const pairs = statuses.flatMap((from) => statuses.map((to) => [from, to] as const));
  it.each(pairs)('%s to %s', (from, to) => {
    expect(canMove(from, to)).toBe(allowed.has(`${from} ${to}`));
  });

  it('goes nowhere but by the act of a person once it is terminal: voided, or opened again', () => {
    const byPeople: readonly AttemptStatus[] = ['VOIDED', 'IN_PROGRESS'];
    for (const status of terminalStatuses) {
      expect(attemptTransitions[status].filter((to) => !byPeople.includes(to))).toEqual([]);
    }
  });
});
