/** The bounds of steps that change many attempts, each in a transaction of its own. */
export type Steps = {
  /** How long a step holds its locks, where it can be kept so. */
  readonly aimMs: number;
  readonly first: number;
  /** Smaller ones spend their time on beginning and committing. */
  readonly min: number;
  readonly max: number;
};

/** One statement for all; half of what an answer may have to wait for it. */
export const changeSteps: Steps = { aimMs: 50, first: 500, min: 100, max: 1_000 };
/**
 * Grading takes some ten times as long for each attempt, in some eight statements. Where each of these waits for a core,
 * the fewest attempts take as long as twenty: steps of five were no shorter then, and the sweep four times as long.
 */
export const endSteps: Steps = { aimMs: 40, first: 25, min: 20, max: 50 };

/** How many attempts to change in the next step, after one of `size` took so long: a busy server is given smaller ones. */
export function nextStepSize({ aimMs, min, max }: Steps, size: number, tookMs: number): number {
  const fitting = Math.round(size * (aimMs / Math.max(1, tookMs)));
  // One step that was unlucky, or had little to do, does not say much.
  const near = Math.min(2 * size, Math.max(Math.floor(size / 4), fitting));
  return Math.min(max, Math.max(min, near));
}
