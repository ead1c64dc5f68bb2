import { describe, expect, it } from '@jest/globals';
import { deadlineOf, isOverdue, remainingSeconds } from './deadline.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const closesAt = at('11:00:00.000');

describe('the deadline of an attempt', () => {
  it.each([
    ['begun early: the time limit', at('09:00:00.000'), {}, '10:00:00.000'],
    ['begun so that both meet', at('10:00:00.000'), {}, '11:00:00.000'],
    ['begun a millisecond later: the window', at('10:00:00.001'), {}, '11:00:00.000'],
    ['begun in the last second: the window', at('10:59:59.000'), {}, '11:00:00.000'],
    ['more time moves the time limit', at('09:00:00.000'), { extraSeconds: 600 }, '10:10:00.000'],
    ['and the window', at('10:30:00.000'), { extraSeconds: 600 }, '11:10:00.000'],
    ['so does a pause', at('10:30:00.000'), { pausedSeconds: 90.5 }, '11:01:30.500'],
    ['and both together', at('09:00:00.000'), { extraSeconds: 600, pausedSeconds: 60 }, '10:11:00.000'],
  ])('%s', (_name, startedAt, more, deadline) => {
    expect(deadlineOf({ startedAt, timeLimitSeconds: 3600, closesAt, ...more })).toEqual(at(deadline));
  });

  it.each([
    ['a millisecond before', at('10:59:59.999'), false, 0.001],
    ['the instant itself', closesAt, true, 0],
    ['later', at('11:30:00.000'), true, 0],
  ])('%s', (_name, now, overdue, remaining) => {
    expect(isOverdue(closesAt, now)).toBe(overdue);
    expect(remainingSeconds(closesAt, now)).toBe(remaining);
  });
});
