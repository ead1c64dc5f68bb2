import { describe, expect, it } from '@jest/globals';
import { passPercentOf } from './pass-mark.ts';
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
    ['no points to reach', 0, 0, 50, { pointsAwarded: 0, scorePercent: 0, isPassed: false }],
  ])('%s', (_name, points, pointsMax, percent, score) => {
    expect(scoreAttempt(points, pointsMax, { percent, points: null })).toEqual({ ...score, pointsMax });
  });
});

describe('a pass mark in points', () => {
  it.each([
    ['decides instead of the per cent', 6, 10, 10, { percent: 90, points: 6 }, true],
    ['is missed by a point', 5, 10, 10, { percent: 0, points: 6 }, false],
    ['is reached by fractions that do not add up exactly', 0.1 + 0.2, 1, 1, { percent: 0, points: 0.3 }, true],
    ['keeps its share when a question was voided', 3, 5, 10, { percent: 0, points: 6 }, true],
    ['keeps its share, and is missed all the same', 2.9, 5, 10, { percent: 0, points: 6 }, false],
    ['is passed by who had all that was left', 5, 5, 10, { percent: 0, points: 10 }, true],
  ])('%s', (_name, points, pointsMax, paperPointsMax, passMark, isPassed) => {
    expect(scoreAttempt(points, pointsMax, passMark, paperPointsMax).isPassed).toBe(isPassed);
  });

  it.each([
    ['the per cent', { percent: 50, points: null }, 20, 50],
    ['the points', { percent: 50, points: 8 }, 20, 40],
    ['a paper without points', { percent: 50, points: 8 }, 0, 50],
  ])('as a share: %s', (_name, passMark, pointsMax, percent) => {
    expect(passPercentOf(passMark, pointsMax)).toBe(percent);
  });
});
