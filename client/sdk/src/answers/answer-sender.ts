import { backoffMs } from '../backoff.ts';
import { isErrorCode, LecternRequestError } from '../errors.ts';
import { SaveAnswerDocument } from '../generated/documents.ts';
import type { AnswerOutboxOptions } from './answer-outbox.ts';
import type { AnswerState } from './answer-state.ts';
import type { AnswerTable } from './answer-table.ts';

export type AnswerSenderDeps = AnswerOutboxOptions & {
  readonly table: AnswerTable;
  readonly concurrency: number;
  readonly retry: { readonly baseMs: number; readonly maxMs: number };
};

export type AnswerSender = {
  /** Sends what is unsent, unless it waits after a failure. */
  pump(): void;
  /** Ends the wait after a failure. */
  retryNow(): void;
  stop(): void;
};

/** Codes after which the answer is good but nobody is signed in: it waits for the next sign-in. */
const waitsForSignIn: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'TOKEN_INVALID']);

/** Sends answers, at most one of each question at a time and always its newest, until each has a receipt. */
export function createAnswerSender(deps: AnswerSenderDeps): AnswerSender {
  const { table, storage, lectern, attemptId } = deps;
  const inFlight = new Set<string>();
  let failureCount = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  function pump(): void {
    if (isStopped || timer !== undefined) return;
    for (const state of table.unsent()) {
      if (inFlight.size >= deps.concurrency) return;
      if (!inFlight.has(state.questionId)) void send(state);
    }
  }

  async function send({ questionId, sequence, answer }: AnswerState): Promise<void> {
    inFlight.add(questionId);
    table.trying(questionId);
    try {
      const input = { attemptId, questionId, sequence, answer };
      const { receipt } = (await lectern.mutate(SaveAnswerDocument, { input })).saveAnswer;
      deps.clock?.sync(receipt.remainingSeconds);
      table.saved(questionId, receipt);
      await storage.settle(attemptId, questionId, receipt.storedSequence);
      // A receipt for something older than what was sent says nothing of what was sent.
      if (receipt.storedSequence < sequence) wait();
      else failureCount = 0;
    } catch (error) {
      await failed(error, questionId, sequence);
    } finally {
      inFlight.delete(questionId);
    }
    pump();
  }

  async function failed(error: unknown, questionId: string, sequence: number): Promise<void> {
    const isFinal = error instanceof LecternRequestError && isRefusal(error);
    if (!isFinal) return wait();
    table.refused(questionId, sequence, error.code);
    await storage.refuse(attemptId, questionId, sequence, error.code).catch(() => undefined);
  }

  function wait(): void {
    table.waiting();
    if (isStopped || timer !== undefined) return;
    failureCount += 1;
    timer = setTimeout(retryNow, backoffMs(failureCount, deps.retry, lectern.environment.random));
  }

  function retryNow(): void {
    clearTimeout(timer);
    timer = undefined;
    pump();
  }

  return {
    pump,
    retryNow,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Only what the server is known to mean for good is a refusal; an answer is never given up for a code not known here. */
function isRefusal({ code, isRetryable }: LecternRequestError): boolean {
  return isErrorCode(code) && !isRetryable && !waitsForSignIn.has(code);
}
