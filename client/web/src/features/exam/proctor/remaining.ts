import type { RoomRow } from './use-room-attempts.ts';

/** Seconds left of an attempt now, counted down from when its row was read; null when it does not run. */
export function secondsLeftNow(
  row: Pick<RoomRow, 'remainingSeconds'> & { readonly attempt: Pick<RoomRow['attempt'], 'status' | 'pausedAt'> },
  readAt: number,
  now: number,
): number | null {
  if (row.attempt.status !== 'IN_PROGRESS') return null;
  if (row.attempt.pausedAt !== null) return row.remainingSeconds;
  return Math.max(0, row.remainingSeconds - (now - readAt) / 1000);
}

/** How an attempt stands, for people: pausing is a mark on one that runs, and not every end is the deadline's. */
export function standingOf({ status, pausedAt, ending }: Pick<RoomRow['attempt'], 'status' | 'pausedAt' | 'ending'>) {
  if (status === 'IN_PROGRESS' && pausedAt !== null) return 'PAUSED' as const;
  if (status === 'EXPIRED' && ending !== 'TIME_RAN_OUT') return 'ENDED' as const;
  return status;
}

export type Standing = ReturnType<typeof standingOf>;

/** The badge colour of each standing; it is always written out as well. */
export const standingColors: Readonly<Record<Standing, string>> = {
  NOT_STARTED: 'gray',
  IN_PROGRESS: 'teal',
  PAUSED: 'orange',
  SUBMITTED: 'ink',
  EXPIRED: 'ink',
  ENDED: 'ink',
  GRADED: 'ink',
  VOIDED: 'red',
};
