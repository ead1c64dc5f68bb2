import type { BestAttempt } from './live-stats.ts';

const durationBase = 2 ** 32;
/** Scores are told apart to 0.0001 %; ten thousand times 100 still leaves 32 bits of a double for the duration. */
const scoreSteps = 10_000;

/**
 * The score of a learner in the sorted set: higher is better. Higher percentage first, then the shorter duration,
 * in milliseconds up to 49 days. All of it is below 2^53, so that no digit is lost.
 */
export function boardScore({ scorePercent, durationSeconds }: Omit<BestAttempt, 'learnerId'>): number {
  const durationMs = Math.min(Math.max(Math.round(durationSeconds * 1_000), 0), durationBase - 1);
  return Math.round(scorePercent * scoreSteps) * durationBase + (durationBase - 1 - durationMs);
}
