import { describe, expect, it } from '@jest/globals';
import { startObstacle } from './start-obstacle.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const exam = { status: 'PUBLISHED', opensAt: at('09:00:00'), closesAt: at('11:00:00'), attemptsMax: 2 } as const;
const ready = { exam, isRegistered: true, attemptCount: 0 };
const open = at('10:00:00');

describe('why an attempt cannot start', () => {
  it.each([
    ['everything is in order', ready, open, null],
    ['the last attempt is left', { ...ready, attemptCount: 1 }, open, null],
    ['no attempt is left', { ...ready, attemptCount: 2 }, open, 'NO_ATTEMPTS_LEFT'],
    ['a draft', { ...ready, exam: { ...exam, status: 'DRAFT' as const } }, open, 'NOT_PUBLISHED'],
    ['no window', { ...ready, exam: { ...exam, opensAt: null } }, open, 'NOT_PUBLISHED'],
    ['closed for good', { ...ready, exam: { ...exam, status: 'CLOSED' as const } }, open, 'CLOSED'],
    ['not registered', { ...ready, isRegistered: false }, open, 'NOT_REGISTERED'],
    ['a millisecond too early', ready, at('08:59:59.999'), 'NOT_OPEN_YET'],
    ['the first instant', ready, at('09:00:00'), null],
    ['the last millisecond', ready, at('10:59:59.999'), null],
    ['the instant it closes', ready, at('11:00:00'), 'CLOSED'],
  ])('%s', (_name, facts, now, obstacle) => {
    expect(startObstacle(facts, now)).toBe(obstacle);
  });
});
