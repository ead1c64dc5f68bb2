/** How much passes: a share, or points where they are given. */
export type PassMark = {
  readonly percent: number;
  /** Out of the points of the whole paper; null: the per cent decides. */
  readonly points: number | null;
};

/**
 * Whether a score passes. A pass mark in points shrinks with the points there are: when a question is voided, the share
 * that has to be reached stays, and whoever had everything right still passes.
 */
export function passes(
  score: { readonly pointsAwarded: number; readonly pointsMax: number; readonly scorePercent: number },
  passMark: PassMark,
  paperPointsMax: number,
): boolean {
  if (passMark.points === null) return score.scorePercent >= rounded(passMark.percent);
  const share = paperPointsMax > 0 ? score.pointsMax / paperPointsMax : 1;
  return score.pointsAwarded >= rounded(passMark.points * share);
}

/** The pass mark as a share of all points, for what has no points of its own, such as a mean of several attempts. */
export function passPercentOf(passMark: PassMark, paperPointsMax: number): number {
  if (passMark.points === null || paperPointsMax <= 0) return rounded(passMark.percent);
  return rounded((100 * passMark.points) / paperPointsMax);
}

/** Sums of fractions are rounded to a millionth, so that order never matters. */
export function rounded(number: number): number {
  return Math.round(number * 1e6) / 1e6;
}
