import { describe, expect, it } from '@jest/globals';
import { secondsLeftNow, standingOf } from './remaining.ts';

describe('how an attempt stands', () => {
  const now = '2026-03-01T10:00:00Z';
  it.each([
    ['running', { status: 'IN_PROGRESS', pausedAt: null, ending: null }, 'IN_PROGRESS'],
    ['paused', { status: 'IN_PROGRESS', pausedAt: now, ending: null }, 'PAUSED'],
    ['out of time', { status: 'EXPIRED', pausedAt: null, ending: 'TIME_RAN_OUT' }, 'EXPIRED'],
    ['ended by a proctor', { status: 'EXPIRED', pausedAt: null, ending: 'ENDED_BY_PROCTOR' }, 'ENDED'],
    [
      'graded, though it was paused when it ended',
      { status: 'GRADED', pausedAt: now, ending: 'EXAM_CLOSED' },
      'GRADED',
    ],
  ] as const)('%s', (_name, attempt, wanted) => {
    expect(standingOf(attempt)).toBe(wanted);
  });
});

describe('the time left in a row', () => {
  it.each([
    ['counts down from when it was read', 'IN_PROGRESS', null, 30],
    ['stands still while it is paused', 'IN_PROGRESS', '2026-03-01T10:00:00Z', 60],
    ['is none before the start', 'NOT_STARTED', null, null],
    ['is none after the end', 'GRADED', null, null],
  ] as const)('%s', (_name, status, pausedAt, wanted) => {
    expect(secondsLeftNow({ remainingSeconds: 60, attempt: { status, pausedAt } }, 5_000, 35_000)).toBe(wanted);
  });

  it('is never below 0', () => {
    const row = { remainingSeconds: 1, attempt: { status: 'IN_PROGRESS', pausedAt: null } } as const;
    expect(secondsLeftNow(row, 0, 9_000)).toBe(0);
  });
});
