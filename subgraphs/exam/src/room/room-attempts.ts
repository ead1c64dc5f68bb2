import type { AttemptStatus } from '../attempt/attempt-status.ts';

/** Which attempts of a room; what is left out or null does not matter. */
export type RoomFilter = {
  readonly status?: AttemptStatus | null | undefined;
  readonly isPaused?: boolean | null | undefined;
  readonly hasIncidents?: boolean | null | undefined;
  readonly learnerIds?: readonly string[] | null | undefined;
};

/** Those that need a look first. */
export const roomOrder = [
  'IN_PROGRESS',
  'NOT_STARTED',
  'SUBMITTED',
  'EXPIRED',
  'GRADED',
  'VOIDED',
] as const satisfies readonly AttemptStatus[];

/** The states a filter lets through, in the order of the list. Only what runs can be paused. */
export function statusesOf({ status, isPaused }: RoomFilter): AttemptStatus[] {
  return roomOrder.filter(
    (one) =>
      (status === null || status === undefined || one === status) && (isPaused !== true || one === 'IN_PROGRESS'),
  );
}
