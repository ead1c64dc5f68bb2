import { describe, expect, it } from '@jest/globals';
import { bucketOf, bucketsOf } from './score-buckets.ts';

describe('scores in tenths', () => {
  it.each([
    [0, 0],
    [9.99, 0],
    [10, 1],
    [59.9, 5],
    [99.9, 9],
    [100, 9],
  ])('%p %% falls into tenth %p', (score, tenth) => {
    expect(bucketOf(score)).toBe(tenth);
  });

  it('count every score once', () => {
    expect(bucketsOf([0, 5, 55, 100, 95])).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 2]);
  });
});
