/** The result of an attempt. */
export type Score = {
  readonly pointsAwarded: number;
  /** 0 to 100 */
  readonly scorePercent: number;
  readonly isPassed: boolean;
};

/** The sum of the points as a result. Sums of fractions are rounded to a millionth, so that order never matters. */
export function scoreAttempt(points: number, pointsMax: number, passMarkPercent: number): Score {
  const pointsAwarded = rounded(points);
  const scorePercent = pointsMax > 0 ? rounded((100 * pointsAwarded) / pointsMax) : 0;
  return { pointsAwarded, scorePercent, isPassed: scorePercent >= rounded(passMarkPercent) };
}

function rounded(number: number): number {
  return Math.round(number * 1e6) / 1e6;
}
