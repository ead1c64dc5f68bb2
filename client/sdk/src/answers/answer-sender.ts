import type { BackoffBounds } from '../backoff.ts';
import { askedWaitMs, LecternRequestError } from '../errors.ts';
import { SaveAnswerDocument } from '../generated/documents.ts';
import type { AnswerOutboxOptions } from './answer-outbox.ts';
import type { AnswerState, OutboxHold } from './answer-state.ts';
import type { AnswerTable } from './answer-table.ts';
import { failureKindOf } from './failure-kind.ts';
import { createPause, type Pause } from './pause.ts';

export type AnswerSenderDeps = AnswerOutboxOptions & {
  readonly table: AnswerTable;
  readonly concurrency: number;
  readonly retry: BackoffBounds;
  /** Gives an answer a number above the one given, unless a newer answer has come; settles when it has it. */
  readonly renumber: (questionId: string, sequence: number, above: number) => Promise<void>;
};

export type AnswerSender = {
  /** Sends what is unsent, unless it waits after a failure. */
  pump(): void;
  /** Ends the waits after failures, but for one that the server asked for. */
  retryNow(): void;
  /** Keeps everything back for a reason, or sends it again: null. */
  hold(reason: OutboxHold | null): void;
  stop(): void;
};

type Sending = { readonly questionId: string; readonly sequence: number; readonly sentUnder: number };

/** Sends answers, at most one of each question at a time and always its newest, until each has a receipt. */
export function createAnswerSender(deps: AnswerSenderDeps): AnswerSender {
  const { table, storage, lectern, attemptId } = deps;
  const inFlight = new Set<string>();
  const newPause = () => createPause({ retry: deps.retry, random: lectern.environment.random, onOver: pump });
  const line = newPause();
  /** Of questions that the server failed at: a few of them must not hold up the others. */
  const questions = new Map<string, Pause>();
  /** Questions whose answer has a new number because another had the old one. */
  const renumbered = new Set<string>();
  let isStopped = false;
  /** Rises with every change of the hold: what was refused under an older one says nothing of the present. */
  let holdNumber = 0;
  /** Runs while a pause is known only from a refusal: without word from the room it is tried again by itself. */
  let probe: ReturnType<typeof setTimeout> | undefined;

  function hold(reason: OutboxHold | null): void {
    clearTimeout(probe);
    probe = undefined;
    // Word that nothing is held is of now also when nothing was: what is on its way was refused before it.
    if (reason === null || reason !== table.hold()) holdNumber += 1;
    if (reason === table.hold()) return;
    table.setHold(reason);
    pump();
  }

  function heldBy(reason: OutboxHold, sentUnder: number): void {
    if (isStopped || sentUnder !== holdNumber) return;
    hold(reason);
    if (reason !== 'PAUSED') return;
    const { maxMs } = deps.retry;
    probe = setTimeout(() => hold(null), maxMs / 2 + (maxMs / 2) * lectern.environment.random());
  }

  function pump(): void {
    if (isStopped) return;
    if (table.hold() !== null || line.isOn()) {
      table.waiting();
      return;
    }
    for (const state of table.unsent()) {
      if (inFlight.size >= deps.concurrency) return;
      if (!inFlight.has(state.questionId) && !questions.get(state.questionId)?.isOn()) void send(state);
    }
  }

  async function send({ questionId, sequence, answer }: AnswerState): Promise<void> {
    inFlight.add(questionId);
    const sentUnder = holdNumber;
    table.trying(questionId);
    try {
      const { deviceId = null } = deps;
      const input = { attemptId, questionId, sequence, answer, deviceId };
      const askedAt = deps.clock?.mark();
      const { receipt } = (await lectern.mutate(SaveAnswerDocument, { input })).saveAnswer;
      line.recover();
      deps.clock?.sync(receipt.remainingSeconds, askedAt);
      renumbered.delete(questionId);
      table.saved(questionId, receipt);
      // A receipt for something older than what was sent says nothing of what was sent.
      if (receipt.storedSequence < sequence) rest(questionId);
      else questions.delete(questionId);
      await storage.settle(attemptId, questionId, receipt.storedSequence).catch(() => undefined);
    } catch (error) {
      await failed(error, { questionId, sequence, sentUnder });
    } finally {
      inFlight.delete(questionId);
    }
    pump();
  }

  async function failed(error: unknown, { questionId, sequence, sentUnder }: Sending): Promise<void> {
    const kind = failureKindOf(error);
    if (kind === 'LINE' && !isStopped) line.begin(askedWaitMs(error));
    if (kind === 'QUESTION') rest(questionId);
    if (kind === 'PAUSED' || kind === 'OTHER_DEVICE') heldBy(kind, sentUnder);
    if (kind === 'SEQUENCE_TAKEN') await takeNext(error, questionId, sequence);
    if (kind !== 'REFUSED' || !(error instanceof LecternRequestError)) return;
    table.refused(questionId, sequence, error.code);
    await storage.refuse(attemptId, questionId, sequence, error.code).catch(() => undefined);
  }

  /** The first time it goes out again at once; a number that is taken time and again is no reason to hurry. */
  async function takeNext(error: unknown, questionId: string, sequence: number): Promise<void> {
    const stored = error instanceof LecternRequestError ? error.facts.storedSequence : undefined;
    const above = typeof stored === 'number' && stored > sequence ? stored : sequence;
    await deps.renumber(questionId, sequence, above);
    if (renumbered.has(questionId)) rest(questionId);
    renumbered.add(questionId);
  }

  function rest(questionId: string): void {
    table.waiting(questionId);
    if (isStopped) return;
    const pause = questions.get(questionId) ?? newPause();
    questions.set(questionId, pause);
    pause.begin();
  }

  return {
    pump,
    hold,
    retryNow() {
      if (probe !== undefined) hold(null);
      for (const pause of [line, ...questions.values()]) pause.end();
      pump();
    },
    stop() {
      isStopped = true;
      clearTimeout(probe);
      for (const pause of [line, ...questions.values()]) pause.stop();
    },
  };
}
