import { type BackoffBounds, backoffMs } from '../backoff.ts';
import type { CloseAdvice } from './close-codes.ts';

const soon: BackoffBounds = { baseMs: 1_000, maxMs: 30_000 };
const late: BackoffBounds = { baseMs: 20_000, maxMs: 120_000 };

/**
 * How long to wait before coming back, in milliseconds. Anywhere below a bound that doubles with every failure, from
 * nothing on: a gateway that goes away sends thousands at one moment, and they are to arrive spread over the second.
 * RETURN_LATE never comes back at once.
 */
export function returnWaitMs(advice: CloseAdvice, failureCount: number, random: () => number): number {
  if (advice === 'RETURN_LATE') return backoffMs(failureCount, late, random);
  return random() * Math.min(soon.maxMs, soon.baseMs * 2 ** Math.max(0, failureCount - 1));
}
