import type { AttemptPageQuery } from '@lectern/sdk';

type Started = NonNullable<AttemptPageQuery['attempt']>;

/** Whoever is not in the room by then asks anew: much may have changed. */
const freshMs = 10_000;

let kept: { readonly attempt: Started; readonly at: number } | undefined;

/** Hands the answer of a start to the page of the attempt, so that it need not ask again for what has just come. */
export function keepStarted(attempt: Started): void {
  kept = attempt.pausedAt === null ? { attempt, at: performance.now() } : undefined;
}

/** What was kept of this attempt, once, and only while it is fresh; the clock in it has gone on meanwhile. */
export function takeStarted(attemptId: string): AttemptPageQuery | undefined {
  const found = kept;
  kept = undefined;
  if (found?.attempt.id !== attemptId) return undefined;
  const ageMs = performance.now() - found.at;
  if (ageMs > freshMs) return undefined;
  const remainingSeconds = Math.max(0, found.attempt.remainingSeconds - ageMs / 1_000);
  return { attempt: { ...found.attempt, remainingSeconds } };
}
