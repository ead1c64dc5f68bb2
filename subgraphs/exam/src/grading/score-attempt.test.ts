import { describe, expect, it } from '@jest/globals';
import { scoreAttempt } from './score-attempt.ts';

describe('the result of an attempt', () => {
  it.each([
    ['nothing right', 0, 10, 50, { pointsAwarded: 0, scorePercent: 0, isPassed: false }],
    ['everything right', 10, 10, 100, { pointsAwarded: 10, scorePercent: 100, isPassed: true }],
    ['exactly the pass mark', 5, 10, 50, { pointsAwarded: 5, scorePercent: 50, isPassed: true }],
    ['a point below', 4, 10, 50, { pointsAwarded: 4, scorePercent: 40, isPassed: false }],
    [
      'fractions that do not add up exactly',
      0.1 + 0.2,
      0.3,
      100,
      { pointsAwarded: 0.3, scorePercent: 100, isPassed: true },
    ],
    ['thirds', 1, 3, 33.333333, { pointsAwarded: 1, scorePercent: 33.333333, isPassed: true }],
    ['a pass mark of nothing', 0, 10, 0, { pointsAwarded: 0, scorePercent: 0, isPassed: true }],
  ])('%s', (_name, points, pointsMax, passMark, score) => {
    expect(scoreAttempt(points, pointsMax, passMark)).toEqual(score);
  });
});
