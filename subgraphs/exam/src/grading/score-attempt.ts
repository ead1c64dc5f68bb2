import { type PassMark, passes, rounded } from './pass-mark.ts';

/** The result of an attempt. */
export type Score = {
  readonly pointsAwarded: number;
  /** What there was to reach; less than the paper's where questions were voided. */
  readonly pointsMax: number;
  /** 0 to 100 */
  readonly scorePercent: number;
  readonly isPassed: boolean;
};

/** The sum of the points as a result. Without any points to reach the score is 0. */
export function scoreAttempt(
  points: number,
  pointsMax: number,
  passMark: PassMark,
  paperPointsMax: number = pointsMax,
): Score {
  const pointsAwarded = rounded(points);
  const scorePercent = pointsMax > 0 ? rounded((100 * pointsAwarded) / pointsMax) : 0;
  const score = { pointsAwarded, pointsMax: rounded(pointsMax), scorePercent };
  return { ...score, isPassed: passes(score, passMark, paperPointsMax) };
}
