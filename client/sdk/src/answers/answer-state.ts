import type { AnswerInput } from '../generated/operations.ts';

/** What a learner answered; the one field that fits the question's kind, or none to clear the answer. */
export type AnswerContent = AnswerInput;

/**
 * sending: on its way for the first time. onDevice: kept here, and sent again as soon as the server can be reached.
 * saved: the server has said that it is in its database. refused: the server will not take it; `code` says why.
 */
export type AnswerStatus = 'sending' | 'onDevice' | 'saved' | 'refused';

export type AnswerState = {
  readonly questionId: string;
  readonly status: AnswerStatus;
  /** What was answered last on this device. */
  readonly answer: AnswerContent;
  /** 0 until it is kept on the device. */
  readonly sequence: number;
  /** Why it was refused, a code of docs/errors.md; null otherwise. */
  readonly code: string | null;
  /** When the server stored it; null until then. */
  readonly savedAt: string | null;
  /** Whether the server holds a newer answer, given in another place: load the attempt again to show it. */
  readonly isSuperseded: boolean;
};

/**
 * Why nothing is sent although the server can be reached. PAUSED: a proctor has stopped the clock; answers go out when it
 * goes on. OTHER_DEVICE: the attempt has gone on on another device; they go out if it is taken over here.
 */
export type OutboxHold = 'PAUSED' | 'OTHER_DEVICE';

export type OutboxSnapshot = {
  /** By question; only questions answered here since the attempt was opened, or left over from before. */
  readonly answers: ReadonlyMap<string, AnswerState>;
  readonly counts: Readonly<Record<AnswerStatus, number>>;
  /** Whether what is on this device outlives the page or app. */
  readonly isDurable: boolean;
  /** Why nothing is sent just now; null: nothing holds it up. */
  readonly hold: OutboxHold | null;
};

/** One immutable picture of the outbox; the same object until something changes. */
export function toSnapshot(states: Iterable<AnswerState>, isDurable: boolean, hold: OutboxHold | null): OutboxSnapshot {
  const answers = new Map<string, AnswerState>();
  const counts: Record<AnswerStatus, number> = { sending: 0, onDevice: 0, saved: 0, refused: 0 };
  for (const state of states) {
    answers.set(state.questionId, state);
    counts[state.status] += 1;
  }
  return { answers, counts, isDurable, hold };
}
