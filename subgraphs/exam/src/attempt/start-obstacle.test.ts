import { describe, expect, it } from '@jest/globals';
import { type StartFacts, startObstacle } from './start-obstacle.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const exam: StartFacts['exam'] = {
  status: 'PUBLISHED',
  opensAt: at('09:00:00'),
  closesAt: at('11:00:00'),
  attemptsMax: 2,
  attemptDelaySeconds: 600,
};
const ready: StartFacts = { exam, isRegistered: true, attemptCount: 0 };
const open = at('10:00:00');
const second = { ...ready, attemptCount: 1, lastEndedAt: at('09:55:00') };
const early = { opensAt: at('08:00:00'), closesAt: null };
const late = { opensAt: null, closesAt: at('12:00:00') };

describe('why an attempt cannot start', () => {
  it.each<[string, StartFacts, Date, string | null]>([
    ['everything is in order', ready, open, null],
    ['the last attempt is left', { ...ready, attemptCount: 1 }, open, null],
    ['no attempt is left', { ...ready, attemptCount: 2 }, open, 'NO_ATTEMPTS_LEFT'],
    ['an allowance gives another attempt', { ...ready, attemptCount: 2, extraAttempts: 1 }, open, null],
    ['that one is used too', { ...ready, attemptCount: 3, extraAttempts: 1 }, open, 'NO_ATTEMPTS_LEFT'],
    ['a draft', { ...ready, exam: { ...exam, status: 'DRAFT' } }, open, 'NOT_PUBLISHED'],
    ['no window', { ...ready, exam: { ...exam, opensAt: null } }, open, 'NOT_PUBLISHED'],
    ['closed for good', { ...ready, exam: { ...exam, status: 'CLOSED' } }, open, 'CLOSED'],
    [
      'closed for good, with a window of its own',
      { ...ready, exam: { ...exam, status: 'CLOSED' }, ownWindow: late },
      open,
      'CLOSED',
    ],
    ['not registered', { ...ready, isRegistered: false }, open, 'NOT_REGISTERED'],
    ['a millisecond too early', ready, at('08:59:59.999'), 'NOT_OPEN_YET'],
    ['the first instant', ready, at('09:00:00'), null],
    ['the last millisecond', ready, at('10:59:59.999'), null],
    ['the instant it closes', ready, at('11:00:00'), 'CLOSED'],
    ['a window of its own that opens earlier', { ...ready, ownWindow: early }, at('08:30:00'), null],
    ['the same, and closes with the exam', { ...ready, ownWindow: early }, at('11:00:00'), 'CLOSED'],
    ['a window of its own that closes later', { ...ready, ownWindow: late }, at('11:59:59'), null],
    ['the instant that one closes', { ...ready, ownWindow: late }, at('12:00:00'), 'CLOSED'],
    ['the delay between attempts has not passed', second, at('10:04:59.999'), 'TOO_SOON'],
    ['the delay between attempts has passed', second, at('10:05:00'), null],
    ['the first attempt waits for nothing', { ...ready, lastEndedAt: null }, open, null],
    ['no attempt is left, nor the delay passed', { ...second, attemptCount: 2 }, open, 'NO_ATTEMPTS_LEFT'],
    ['from a network that is not allowed', { ...ready, isNetworkAllowed: false }, open, 'NETWORK_NOT_ALLOWED'],
    ['from one that is', { ...ready, isNetworkAllowed: true }, open, null],
  ])('%s', (_name, facts, now, obstacle) => {
    expect(startObstacle(facts, now)).toBe(obstacle);
  });
});
