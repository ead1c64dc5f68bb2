import { describe, expect, it } from '@jest/globals';
import { growthPercent } from './trend.ts';

describe('growth of memory', () => {
  it.each([
    ['what is flat', [100, 100, 100, 100], 0],
    ['what rises evenly', [100, 105, 110], 10],
    ['what falls', [200, 190, 180], -10],
    ['what swings about a level', [100, 104, 100, 96, 100], -3],
    ['a single value', [100], 0],
  ])('of %s', (_name, values, expected) => {
    expect(growthPercent(values)).toBeCloseTo(expected, 0);
  });
});
