import { describe, expect, it } from '@jest/globals';
import { boardScore } from './board-score.ts';
import { type BestAttempt, bucketOf, compareBest, leaderboardMax, rank } from './live-stats.ts';

const best = (learnerId: string, scorePercent: number, durationSeconds = 60): BestAttempt => ({
  learnerId,
  scorePercent,
  durationSeconds,
});

describe('the leaderboard', () => {
  const boards: [string, BestAttempt[], [string, number][]][] = [
    ['nobody', [], []],
    [
      'best first',
      [best('a', 50), best('b', 90)],
      [
        ['b', 1],
        ['a', 2],
      ],
    ],
    [
      'a place shared, the shorter attempt first',
      [best('a', 90, 70), best('b', 90, 60)],
      [
        ['b', 1],
        ['a', 1],
      ],
    ],
    [
      'the place after a shared one is left out',
      [best('a', 90), best('b', 90), best('c', 80)],
      [
        ['a', 1],
        ['b', 1],
        ['c', 3],
      ],
    ],
    [
      'scores that differ a little',
      [best('a', 66.66), best('b', 66.67)],
      [
        ['b', 1],
        ['a', 2],
      ],
    ],
    ['nought points', [best('a', 0)], [['a', 1]]],
  ];
  it.each(boards)('shows %s', (_name, attempts, expected) => {
    expect(rank(attempts).map((entry) => [entry.learner.id, entry.rank])).toEqual(expected);
  });

  it('has ten entries at most', () => {
    expect(rank(Array.from({ length: 30 }, (_, i) => best(String(i), i)))).toHaveLength(leaderboardMax);
  });
});

describe('the score in the sorted set', () => {
  it.each([
    ['a better score', best('a', 50.01), best('b', 50, 1)],
    ['a shorter attempt', best('a', 50, 59.999), best('b', 50, 60)],
    ['full points in no time', best('a', 100, 0), best('b', 100, 0.001)],
    ['nought points in a month', best('a', 0, 2_000_000), best('b', 0, 2_600_000)],
  ])('orders as the listing does: %s', (_name, first, second) => {
    expect(compareBest(first, second)).toBeLessThan(0);
    expect(boardScore(first)).toBeGreaterThan(boardScore(second));
    expect(Number.isSafeInteger(boardScore(first))).toBe(true);
  });

  it('is above that of the sentinel for every attempt', () => {
    expect(boardScore(best('a', 0, 10 ** 9))).toBeGreaterThanOrEqual(0);
  });
});

it.each([
  [0, 0],
  [9.999, 0],
  [10, 1],
  [55, 5],
  [99.99, 9],
  [100, 9],
])('a score of %s %% falls into tenth %s', (score, bucket) => {
  expect(bucketOf(score)).toBe(bucket);
});
