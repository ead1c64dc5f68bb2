import type { AttemptStatus } from './attempt-status.ts';

/** What a proctor said, to one learner or to all. */
export type RoomMessage = {
  readonly id: string;
  readonly text: string;
  readonly sentAt: Date;
  readonly isToAll: boolean;
};

/** An attempt's clock, device and messages: what may change while the learner sits. Also the topic attempt.{id}.room. */
export type AttemptRoom = {
  readonly attemptId: string;
  readonly status: AttemptStatus;
  readonly deadlineAt: Date | null;
  readonly acceptsUntil: Date | null;
  readonly remainingSeconds: number;
  readonly isPaused: boolean;
  readonly activeDeviceId: string | null;
  /** Latest last. */
  readonly messages: readonly RoomMessage[];
  readonly asOf: Date;
};

/** An AttemptRoom, and for whom and in which exam. */
export type OwnedRoom = { readonly learnerId: string; readonly examId: string; readonly room: AttemptRoom };

export const messagesShownMax = 50;

/** Those of one learner and those to all as one list, the latest last and no more than are shown. */
export function mergeMessages(own: readonly RoomMessage[], toAll: readonly RoomMessage[]): RoomMessage[] {
  if (own.length === 0) return toAll.slice(-messagesShownMax);
  return [...own, ...toAll]
    .toSorted((one, other) => one.sentAt.getTime() - other.sentAt.getTime() || (one.id < other.id ? -1 : 1))
    .slice(-messagesShownMax);
}
