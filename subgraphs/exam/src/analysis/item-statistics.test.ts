import { describe, expect, it } from '@jest/globals';
import { groupSize, type ItemSums, itemStatistics, type TestSums, testStatistics } from './item-statistics.ts';

/** Attempts by question: what PostgreSQL adds up. `group` is how many of the best and of the worst are compared. */
function sumsOf(matrix: readonly (readonly number[])[], group = groupSize(matrix.length), pointsMax = 1) {
  const totals = matrix.map((row) => add(row));
  const order = matrix
    .map((_, i) => i)
    .toSorted((one, other) => (totals[other] ?? 0) - (totals[one] ?? 0) || one - other);
  const upper = order.slice(0, group);
  const lower = group === 0 ? [] : order.slice(-group);
  const column = (k: number) => matrix.map((row) => row[k] ?? 0);
  const items = (matrix[0] ?? []).map((_, k): ItemSums => {
    const x = column(k);
    return {
      pointsMax,
      attemptCount: matrix.length,
      sumX: add(x),
      sumXX: add(x.map((each) => each * each)),
      sumXT: add(x.map((each, i) => each * (totals[i] ?? 0))),
      sumT: add(totals),
      sumTT: add(totals.map((each) => each * each)),
      upperCount: upper.length,
      upperSumX: add(upper.map((i) => x[i] ?? 0)),
      lowerCount: lower.length,
      lowerSumX: add(lower.map((i) => x[i] ?? 0)),
    };
  });
  const percents = totals.map((each) => (100 * each) / (items.length * pointsMax));
  const test: TestSums = {
    attemptCount: matrix.length,
    sumPercent: add(percents),
    sumPercentSquared: add(percents.map((each) => each * each)),
    sumT: add(totals),
    sumTT: add(totals.map((each) => each * each)),
  };
  return { items, test, totals, column };
}

function add(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** The correlation by its definition, from the numbers themselves. */
function pearson(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [add(x) / x.length, add(y) / y.length];
  const products = (a: readonly number[], ma: number, b: readonly number[], mb: number) =>
    add(a.map((each, i) => (each - ma) * ((b[i] ?? 0) - mb)));
  return products(x, meanX, y, meanY) / Math.sqrt(products(x, meanX, x, meanX) * products(y, meanY, y, meanY));
}

function bits(rows: readonly string[]): number[][] {
  return rows.map((row) => [...row].map(Number));
}

/**
 * K. L. Wuensch, East Carolina University, "The Kuder-Richardson 20" (core.ecu.edu/wuenschk/StatHelp/KR20.txt): ten
 * students, ten items; p of each item, sum of pq 2.18, variance of the totals 5.84.
 */
const wuensch = bits([
  '1111110110',
  '1011011101',
  '1111011001',
  '0010001000',
  '0000010010',
  '1110111111',
  '1101110111',
  '1111111101',
  '0101111101',
  '1101101110',
]);

/**
 * "Item Analysis Worksheet" (studylib.net/doc/25270846): ten students, the five best against the five worst, with p and
 * D of each question.
 */
const worksheet = bits([
  '1111111111',
  '1111111101',
  '1101111100',
  '0111110101',
  '1110111001',
  '1110110100',
  '0110110101',
  '0111001010',
  '1110100001',
  '0100010010',
]);

/** The data set `attitude` of R (Chatterjee and Price 1977), whose raw alpha R's package psych gives as 0.84. */
const attitude = [
  [43, 51, 30, 39, 61, 92, 45],
  [63, 64, 51, 54, 63, 73, 47],
  [71, 70, 68, 69, 76, 86, 48],
  [61, 63, 45, 47, 54, 84, 35],
  [81, 78, 56, 66, 71, 83, 47],
  [43, 55, 49, 44, 54, 49, 34],
  [58, 67, 42, 56, 66, 68, 35],
  [71, 75, 50, 55, 70, 66, 41],
  [72, 82, 72, 67, 71, 83, 31],
  [67, 61, 45, 47, 62, 80, 41],
  [64, 53, 53, 58, 58, 67, 34],
  [67, 60, 47, 39, 59, 74, 41],
  [69, 62, 57, 42, 55, 63, 25],
  [68, 83, 83, 45, 59, 77, 35],
  [77, 77, 54, 72, 79, 77, 46],
  [81, 90, 50, 72, 60, 54, 36],
  [74, 85, 64, 69, 79, 79, 63],
  [65, 60, 65, 75, 55, 80, 60],
  [65, 70, 46, 57, 75, 85, 46],
  [50, 58, 68, 54, 64, 78, 52],
  [50, 40, 33, 42, 43, 64, 33],
  [64, 61, 52, 48, 66, 80, 41],
  [53, 66, 52, 50, 63, 80, 37],
  [40, 37, 42, 58, 50, 57, 49],
  [63, 54, 42, 48, 66, 75, 33],
  [66, 77, 66, 63, 88, 76, 72],
  [78, 75, 58, 74, 80, 78, 49],
  [48, 57, 44, 45, 51, 83, 38],
  [85, 85, 71, 71, 77, 74, 55],
  [82, 82, 39, 59, 64, 78, 39],
];

describe('published worked examples', () => {
  it('Wuensch: the difficulty of each item and KR-20', () => {
    const { items, test } = sumsOf(wuensch);
    const facilities = items.map((item) => itemStatistics(item).facility);
    expect(facilities).toEqual([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6]);
    expect(test.sumTT / 10 - (test.sumT / 10) ** 2).toBeCloseTo(5.84, 10);
    expect(testStatistics(test, items, true).alpha).toBeCloseTo((10 / 9) * (1 - 2.18 / 5.84), 10);
  });

  it('the worksheet: difficulty and discrimination of each question', () => {
    const { items } = sumsOf(worksheet, 5);
    const found = items.map(itemStatistics);
    expect(found.map(({ facility }) => facility)).toEqual([0.6, 1, 0.8, 0.5, 0.8, 0.8, 0.5, 0.6, 0.3, 0.6]);
    const indexes = [0.4, 0, 0, 0.6, 0.4, 0.4, 0.6, 0.4, -0.2, 0.4];
    for (const [k, each] of found.entries()) expect(each.discriminationIndex).toBeCloseTo(indexes[k] ?? Number.NaN, 10);
  });

  it('attitude: the raw alpha', () => {
    const { items, test } = sumsOf(attitude);
    expect(testStatistics(test, items, true).alpha?.toFixed(2)).toBe('0.84');
  });
});

describe('discrimination', () => {
  it.each([
    ['Wuensch', wuensch],
    ['the worksheet', worksheet],
    ['attitude', attitude],
  ])('is the correlation with the rest of the total, by its definition: %s', (_name, matrix) => {
    const { items, totals, column } = sumsOf(matrix);
    for (const [k, item] of items.entries()) {
      const x = column(k);
      const rest = totals.map((total, i) => total - (x[i] ?? 0));
      const expected = pearson(x, rest);
      const { discrimination } = itemStatistics(item);
      if (Number.isNaN(expected)) expect(discrimination).toBeNull();
      else expect(discrimination).toBeCloseTo(expected, 10);
    }
  });

  it.each<[string, number[][]]>([
    [
      'everybody has the question right',
      [
        [1, 0],
        [1, 1],
        [1, 0],
      ],
    ],
    [
      'the rest is the same for all',
      [
        [1, 1],
        [0, 1],
        [1, 1],
      ],
    ],
    ['there is one attempt', [[1, 0]]],
    ['there is no other question', [[1], [0], [1]]],
  ])('cannot be said where %s', (_name, matrix) => {
    expect(itemStatistics(sumsOf(matrix).items[0] ?? fail()).discrimination).toBeNull();
  });
});

describe('reliability', () => {
  it('of questions that all measure the same without error is 1, and the standard error 0', () => {
    const { items, test } = sumsOf([
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [0, 0, 0],
      [1, 1, 1],
    ]);
    const { alpha, standardErrorPercent } = testStatistics(test, items, true);
    expect(alpha).toBeCloseTo(1, 12);
    expect(standardErrorPercent).toBeCloseTo(0, 5);
  });

  it('of questions that have nothing in common is 0', () => {
    const { items, test } = sumsOf([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(testStatistics(test, items, true).alpha).toBeCloseTo(0, 12);
  });

  it('grows with parallel questions as Spearman and Brown have it', () => {
    // Two parallel halves that correlate by 0.6: together 2 * 0.6 / 1.6.
    const half = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    const other = [0, 0, 0, 0, 1, 0, 1, 1, 1, 1];
    expect(pearson(half, other)).toBeCloseTo(0.6, 12);
    const { items, test } = sumsOf(half.map((each, i) => [each, other[i] ?? 0]));
    expect(testStatistics(test, items, true).alpha).toBeCloseTo(0.75, 12);
  });

  it('makes the standard error: deviation (n - 1) times the root of what is not reliable', () => {
    const { items, test } = sumsOf(wuensch);
    const { alpha, standardDeviationPercent, standardErrorPercent } = testStatistics(test, items, true);
    expect(standardDeviationPercent).toBeCloseTo(10 * Math.sqrt((5.84 * 10) / 9), 8);
    expect(standardErrorPercent).toBeCloseTo((standardDeviationPercent ?? 0) * Math.sqrt(1 - (alpha ?? 0)), 10);
  });

  it.each<[string, number[][], boolean]>([
    ['attempts hold different questions', wuensch, false],
    ['there is one question', [[1], [0]], true],
    ['there is one attempt', [[1, 0]], true],
    [
      'all totals are the same',
      [
        [1, 0],
        [0, 1],
      ],
      true,
    ],
    ['there is no attempt', [], true],
  ])('cannot be said where %s', (_name, matrix, haveSame) => {
    const { items, test } = sumsOf(matrix);
    expect(testStatistics(test, items, haveSame)).toMatchObject({ alpha: null, standardErrorPercent: null });
  });
});

it('compares the best 27 % with the worst, where there are ten attempts or more', () => {
  expect([0, 9, 10, 11, 37, 300_000].map(groupSize)).toEqual([0, 0, 3, 3, 10, 81_000]);
});

function fail(): never {
  throw new Error('there is no question');
}
