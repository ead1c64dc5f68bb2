import { tell } from '../tell.ts';
import {
  type AnswerContent,
  type AnswerState,
  type OutboxHold,
  type OutboxSnapshot,
  toSnapshot,
} from './answer-state.ts';
import type { StoredAnswer } from './answer-storage.ts';

/** Facts of a receipt. */
export type Receipt = { readonly storedSequence: number; readonly savedAt: string };

/** An answer as the server says it is stored. */
export type KnownAnswer = {
  readonly questionId?: string;
  readonly sequence: number;
  readonly savedAt?: string | null;
};

export type AnswerTable = {
  /** Above every sequence known from the server and from this device. */
  floor(): number;
  /** Shows an answer before it is kept; the answer is what `keep` wants back. */
  draft(questionId: string, answer: AnswerContent): AnswerState;
  keep(draft: AnswerState, stored: { readonly sequence: number }): void;
  /** Takes over what is kept on the device, unless something newer is known. */
  adopt(stored: StoredAnswer): void;
  /** Gives the question's answer another number, unless something newer is known. */
  renumber(questionId: string, from: number, to: number): void;
  /**
   * Takes over what the server has by now. An answer of this device that never reached it, to a question that was
   * answered elsewhere since, gives way; the result is which, with the numbers they had here.
   */
  learn(stored: readonly KnownAnswer[]): readonly { readonly questionId: string; readonly sequence: number }[];
  /** Answers that want to be sent, oldest first. */
  unsent(): readonly AnswerState[];
  saved(questionId: string, receipt: Receipt): void;
  /** It cannot be sent just now: all that is not saved, or that one question, is shown as on this device. */
  waiting(questionId?: string): void;
  /** It is being tried again. */
  trying(questionId: string): void;
  refused(questionId: string, sequence: number, code: string): void;
  setDurable(isDurable: boolean): void;
  hold(): OutboxHold | null;
  setHold(hold: OutboxHold | null): void;
  snapshot(): OutboxSnapshot;
  subscribe(listener: () => void): () => void;
  /** Settles when every answer is saved or refused, when none can be sent, or when the time is over. */
  waitUntilSettled(timeoutMs: number): Promise<void>;
};

/** What is known of each answer: the rules of the outbox without its sending and keeping. */
export function createAnswerTable(stored: readonly KnownAnswer[], hold: OutboxHold | null = null): AnswerTable {
  /**
   * The newest of each question that was on the server when it was answered here. Where the attempt is on another
   * device from the start, nothing of what the server has is known to be older than what is left over here.
   */
  const onServer = new Map(
    hold === 'OTHER_DEVICE' ? [] : stored.map(({ questionId = '', sequence }) => [questionId, sequence]),
  );
  /** What went out last of each question: the server may have it although no receipt has come. */
  const sent = new Map<string, number>();
  const states = new Map<string, AnswerState>();
  const listeners = new Set<() => void>();
  let highest = stored.reduce((most, { sequence }) => Math.max(most, sequence), 0);
  let isDurable = false;
  let held = hold;
  let picture = toSnapshot([], isDurable, held);

  function changed(): void {
    picture = toSnapshot(states.values(), isDurable, held);
    tell(listeners);
  }
  function set(state: AnswerState): void {
    highest = Math.max(highest, state.sequence);
    states.set(state.questionId, state);
    changed();
  }
  const isSettled = () => held !== null || picture.counts.sending + picture.counts.onDevice === 0;
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    floor: () => highest,
    draft(questionId, answer) {
      const state: AnswerState = {
        ...{ questionId, answer, status: 'sending', sequence: 0 },
        ...{ code: null, savedAt: null, isSuperseded: false },
      };
      set(state);
      return state;
    },
    keep(draft, { sequence }) {
      highest = Math.max(highest, sequence);
      // Answered again meanwhile: the later draft has the question now.
      if (states.get(draft.questionId) === draft) set({ ...draft, sequence });
    },
    adopt({ questionId, sequence, answer, refusedCode }) {
      const known = states.get(questionId);
      highest = Math.max(highest, sequence);
      if (known && (known.sequence === 0 || known.sequence >= sequence)) return;
      const status = refusedCode === null ? 'onDevice' : 'refused';
      set({ questionId, answer, sequence, status, code: refusedCode, savedAt: null, isSuperseded: false });
    },
    renumber(questionId, from, to) {
      highest = Math.max(highest, to);
      const state = states.get(questionId);
      if (state?.sequence === from) set({ ...state, sequence: to });
    },
    learn(answers) {
      const givenWay: { readonly questionId: string; readonly sequence: number }[] = [];
      for (const { questionId = '', sequence, savedAt = null } of answers) {
        highest = Math.max(highest, sequence);
        const before = onServer.get(questionId) ?? 0;
        onServer.set(questionId, Math.max(before, sequence));
        const state = states.get(questionId);
        if (!state || state.sequence === 0 || sequence <= before || sequence === sent.get(questionId)) continue;
        if (sequence === state.sequence || (state.status === 'saved' && state.sequence > sequence)) continue;
        givenWay.push({ questionId, sequence: state.sequence });
        set({ ...state, sequence, status: 'saved', code: null, savedAt, isSuperseded: true });
      }
      return givenWay;
    },
    unsent: () =>
      [...states.values()]
        .filter(({ status, sequence }) => sequence > 0 && (status === 'sending' || status === 'onDevice'))
        .sort((a, b) => a.sequence - b.sequence),
    saved(questionId, { storedSequence, savedAt }) {
      highest = Math.max(highest, storedSequence);
      onServer.set(questionId, Math.max(onServer.get(questionId) ?? 0, storedSequence));
      const state = states.get(questionId);
      if (!state || state.sequence === 0 || state.sequence > storedSequence) return;
      set({ ...state, status: 'saved', code: null, savedAt, isSuperseded: storedSequence > state.sequence });
    },
    waiting(questionId) {
      // Not the drafts, of sequence 0: they are not on the device yet, and `keep` looks for the very same object.
      const sending = [...states.values()].filter(
        (state) =>
          state.status === 'sending' && state.sequence > 0 && (questionId ?? state.questionId) === state.questionId,
      );
      for (const state of sending) states.set(state.questionId, { ...state, status: 'onDevice' });
      if (sending.length > 0) changed();
    },
    trying(questionId) {
      const state = states.get(questionId);
      if (state) sent.set(questionId, state.sequence);
      if (state?.status === 'onDevice') set({ ...state, status: 'sending' });
    },
    refused(questionId, sequence, code) {
      const state = states.get(questionId);
      if (state?.sequence === sequence) set({ ...state, status: 'refused', code });
    },
    setDurable(value) {
      isDurable = value;
      changed();
    },
    hold: () => held,
    setHold(value) {
      held = value;
      changed();
    },
    snapshot: () => picture,
    subscribe,
    async waitUntilSettled(timeoutMs) {
      if (isSettled()) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          stop();
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        const stop = subscribe(() => {
          if (isSettled()) done();
        });
      });
    },
  };
}
