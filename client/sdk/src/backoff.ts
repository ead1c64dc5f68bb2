/** Bounds of a growing wait, in milliseconds. */
export type BackoffBounds = { readonly baseMs: number; readonly maxMs: number };

/**
 * How long to wait before trying again, in milliseconds: anywhere between half of and a whole of a bound that doubles
 * with every failure up to `maxMs`, so that many clients cut off at one moment do not come back at one moment.
 */
export function backoffMs(failureCount: number, bounds: BackoffBounds, random: () => number): number {
  const bound = Math.min(bounds.maxMs, bounds.baseMs * 2 ** Math.max(0, failureCount - 1));
  return bound / 2 + (random() * bound) / 2;
}
