/** How long a step holds its locks, where it can be kept so: half of what an answer may have to wait for it. */
const stepMs = 50;
/** Smaller ones spend their time on beginning and committing. */
const sizeMin = 100;
const sizeMax = 1_000;

export const firstStepSize = 500;

/** How many attempts to change in the next step, after one of `size` took so long: a busy server is given smaller ones. */
export function nextStepSize(size: number, tookMs: number): number {
  const fitting = Math.round(size * (stepMs / Math.max(1, tookMs)));
  // One step that was unlucky, or had little to do, does not say much.
  const near = Math.min(2 * size, Math.max(Math.floor(size / 4), fitting));
  return Math.min(sizeMax, Math.max(sizeMin, near));
}
