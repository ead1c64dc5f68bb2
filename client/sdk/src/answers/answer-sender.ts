import type { BackoffBounds } from '../backoff.ts';
import { askedWaitMs, LecternRequestError } from '../errors.ts';
import { SaveAnswerDocument } from '../generated/documents.ts';
import type { AnswerOutboxOptions } from './answer-outbox.ts';
import type { AnswerState } from './answer-state.ts';
import type { AnswerTable } from './answer-table.ts';
import { failureKindOf } from './failure-kind.ts';
import { createPause, type Pause } from './pause.ts';

export type AnswerSenderDeps = AnswerOutboxOptions & {
  readonly table: AnswerTable;
  readonly concurrency: number;
  readonly retry: BackoffBounds;
};

export type AnswerSender = {
  /** Sends what is unsent, unless it waits after a failure. */
  pump(): void;
  /** Ends the waits after failures, but for one that the server asked for. */
  retryNow(): void;
  stop(): void;
};

/** Sends answers, at most one of each question at a time and always its newest, until each has a receipt. */
export function createAnswerSender(deps: AnswerSenderDeps): AnswerSender {
  const { table, storage, lectern, attemptId } = deps;
  const inFlight = new Set<string>();
  const newPause = () => createPause({ retry: deps.retry, random: lectern.environment.random, onOver: pump });
  const line = newPause();
  /** Of questions that the server failed at: a few of them must not hold up the others. */
  const questions = new Map<string, Pause>();
  let isStopped = false;

  function pump(): void {
    if (isStopped) return;
    if (line.isOn()) {
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
    table.trying(questionId);
    try {
      const input = { attemptId, questionId, sequence, answer };
      const { receipt } = (await lectern.mutate(SaveAnswerDocument, { input })).saveAnswer;
      line.recover();
      deps.clock?.sync(receipt.remainingSeconds);
      table.saved(questionId, receipt);
      // A receipt for something older than what was sent says nothing of what was sent.
      if (receipt.storedSequence < sequence) rest(questionId);
      else questions.delete(questionId);
      await storage.settle(attemptId, questionId, receipt.storedSequence).catch(() => undefined);
    } catch (error) {
      await failed(error, questionId, sequence);
    } finally {
      inFlight.delete(questionId);
    }
    pump();
  }

  async function failed(error: unknown, questionId: string, sequence: number): Promise<void> {
    const kind = failureKindOf(error);
    if (kind === 'LINE' && !isStopped) line.begin(askedWaitMs(error));
    if (kind === 'QUESTION') rest(questionId);
    if (kind !== 'REFUSED' || !(error instanceof LecternRequestError)) return;
    table.refused(questionId, sequence, error.code);
    await storage.refuse(attemptId, questionId, sequence, error.code).catch(() => undefined);
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
    retryNow() {
      for (const pause of [line, ...questions.values()]) pause.end();
      pump();
    },
    stop() {
      isStopped = true;
      for (const pause of [line, ...questions.values()]) pause.stop();
    },
  };
}
