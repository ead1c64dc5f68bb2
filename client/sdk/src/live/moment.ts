import type { Environment } from '../environment.ts';

/** A moment by both of the device's clocks. */
export type Moment = { readonly now: number; readonly date: number };

type Clocks = Pick<Environment, 'now' | 'date'>;

export function momentOf({ now, date }: Clocks): Moment {
  return { now: now(), date: date() };
}

/**
 * How long ago it was at most, in milliseconds. The clock that only goes forward may stand still while the device
 * sleeps, and the calendar may be set back: the longer of both is believed.
 */
export function elapsedMs(since: Moment, { now, date }: Clocks): number {
  return Math.max(now() - since.now, date() - since.date);
}
