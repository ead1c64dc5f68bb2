import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { keepStarted, takeStarted } from './started-attempt.ts';

type Started = Parameters<typeof keepStarted>[0];

const started = (id: string): Started => ({
  id,
  number: 1,
  status: 'IN_PROGRESS',
  ending: null,
  startedAt: null,
  deadlineAt: null,
  remainingSeconds: 60,
  pausedAt: null,
  extraSeconds: 0,
  submittedAt: null,
  answeredCount: 0,
  exam: {
    id: 'e',
    title: 'Exam',
    instructions: '',
    timeLimitSeconds: 60,
    questionCount: 0,
    pointsMax: 0,
    navigation: 'FREE',
  },
  activeDeviceId: null,
  acceptsUntil: null,
  sections: [],
  questions: [],
  answers: [],
});

afterEach(() => void jest.restoreAllMocks());

describe('the answer of a start on its way to the room', () => {
  it('is there once, as a second look needs the clock of then', () => {
    keepStarted(started('a'));
    expect(takeStarted('a')?.attempt?.id).toBe('a');
    expect(takeStarted('a')).toBeUndefined();
  });

  it('is for no other attempt', () => {
    keepStarted(started('a'));
    expect(takeStarted('b')).toBeUndefined();
  });

  it.each([
    [2_000, 58],
    [10_500, undefined],
  ])('has a clock that has gone on for %s ms, and is not used when it is old', (ms, remaining) => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
    keepStarted(started('a'));
    now.mockReturnValue(5_000 + ms);
    expect(takeStarted('a')?.attempt?.remainingSeconds).toBe(remaining);
  });

  it('is not used of an attempt that is paused, whose clock stands', () => {
    keepStarted({ ...started('a'), pausedAt: '2026-01-01T00:00:00.000Z' });
    expect(takeStarted('a')).toBeUndefined();
  });
});
