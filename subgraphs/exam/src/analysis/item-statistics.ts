/**
 * Classical item analysis from sums, so that the database can add up 300,000 attempts and nothing else is read. Checked
 * in item-statistics.test.ts against published worked examples.
 */

/** Of one question, over the attempts that held it. T is the total of the attempt. */
export type ItemSums = {
  readonly pointsMax: number;
  readonly attemptCount: number;
  readonly sumX: number;
  readonly sumXX: number;
  readonly sumXT: number;
  readonly sumT: number;
  readonly sumTT: number;
  /** Of the best and the worst 27 % of all attempts: how many held it, and their points. */
  readonly upperCount: number;
  readonly upperSumX: number;
  readonly lowerCount: number;
  readonly lowerSumX: number;
};

export type ItemStatistics = {
  /** The mean of the points as a share of those there are. */
  readonly facility: number | null;
  /** The correlation of the points with the rest of the total. */
  readonly discrimination: number | null;
  /** The facility among the best less that among the worst. */
  readonly discriminationIndex: number | null;
};

export function itemStatistics(sums: ItemSums): ItemStatistics {
  const { pointsMax, attemptCount, sumX, upperCount, upperSumX, lowerCount, lowerSumX } = sums;
  const hasGroups = upperCount > 0 && lowerCount > 0;
  return {
    facility: attemptCount > 0 ? sumX / attemptCount / pointsMax : null,
    discrimination: correlationWithRest(sums),
    discriminationIndex: hasGroups ? (upperSumX / upperCount - lowerSumX / lowerCount) / pointsMax : null,
  };
}

/** cov(x, T - x) = cov(x, T) - var(x), and var(T - x) = var(T) - 2 cov(x, T) + var(x). */
function correlationWithRest(sums: ItemSums): number | null {
  const { attemptCount: n, sumX, sumXX, sumXT, sumT, sumTT } = sums;
  const varX = spread(n, sumX, sumXX);
  const varT = spread(n, sumT, sumTT);
  if (varX === null || varT === null) return null;
  const covXT = sumXT / n - (sumX / n) * (sumT / n);
  const varRest = varT - 2 * covXT + varX;
  // What is left of equal numbers after rounding is no variance.
  if (varX <= 1e-12 || varRest <= 1e-9 * Math.max(1, varT)) return null;
  return Math.max(-1, Math.min(1, (covXT - varX) / Math.sqrt(varX * varRest)));
}

/** The mean square less the squared mean; null with fewer than two. */
function spread(n: number, sum: number, sumOfSquares: number): number | null {
  if (n < 2) return null;
  return Math.max(0, sumOfSquares / n - (sum / n) ** 2);
}

/** Of all attempts: their scores in per cent and their points. */
export type TestSums = {
  readonly attemptCount: number;
  readonly sumPercent: number;
  readonly sumPercentSquared: number;
  readonly sumT: number;
  readonly sumTT: number;
};

export type TestStatistics = {
  readonly meanScorePercent: number | null;
  readonly standardDeviationPercent: number | null;
  readonly alpha: number | null;
  readonly standardErrorPercent: number | null;
};

/** `haveSameQuestions`: whether every attempt held all of the items; without that there is no alpha. */
export function testStatistics(sums: TestSums, items: readonly ItemSums[], haveSameQuestions: boolean): TestStatistics {
  const { attemptCount: n, sumPercent, sumPercentSquared } = sums;
  const variance = spread(n, sumPercent, sumPercentSquared);
  const deviation = variance === null ? null : Math.sqrt((variance * n) / (n - 1));
  const alpha = haveSameQuestions ? cronbachsAlpha(sums, items) : null;
  return {
    meanScorePercent: n > 0 ? sumPercent / n : null,
    standardDeviationPercent: deviation,
    alpha,
    standardErrorPercent: alpha === null || deviation === null ? null : deviation * Math.sqrt(Math.max(0, 1 - alpha)),
  };
}

/** k/(k-1) * (1 - sum of the items' variances / variance of the totals); which of the two variances does not matter. */
function cronbachsAlpha({ attemptCount: n, sumT, sumTT }: TestSums, items: readonly ItemSums[]): number | null {
  const k = items.length;
  const varT = spread(n, sumT, sumTT);
  if (k < 2 || varT === null || varT <= 1e-12) return null;
  const sumOfVariances = items.reduce((sum, item) => sum + (spread(n, item.sumX, item.sumXX) ?? 0), 0);
  return (k / (k - 1)) * (1 - sumOfVariances / varT);
}

/** How many attempts are the best 27 %, and as many the worst (Kelley 1939); none with fewer than ten attempts. */
export function groupSize(attemptCount: number): number {
  return attemptCount < 10 ? 0 : Math.round(0.27 * attemptCount);
}
