import { setTimeout as pause } from 'node:timers/promises';
import { retryPolicies, sqlStateOf } from '@lectern/postgres';
import type { Clock } from '@lectern/runtime';
import type { ExamEvents } from '../events.ts';
import { attemptErrors } from './attempt.errors.ts';
import { type AnswerOutcome, type AnswerToWrite, answerKey } from './write-answers.ts';

/** Carries answers into the database, many in one statement. Disposing writes what waits and takes no more. */
export type AnswerWriter = AsyncDisposable & {
  /**
   * Settles after COMMIT with what became of the answer. Rejects with OVERLOADED at once when too many wait, and with
   * ANSWER_NOT_SAVED when the database failed; whether it was stored is then unknown, and sending it again is safe.
   */
  save(answer: AnswerToWrite): Promise<AnswerOutcome>;
  /** How many wait for a statement. */
  depth(): number;
};

export type AnswerWriterOptions = {
  /** Writes a batch, each key once, and commits. */
  readonly write: (answers: readonly AnswerToWrite[]) => Promise<ReadonlyMap<string, AnswerOutcome>>;
  /** Statements at the same time. */
  readonly writers: number;
  readonly queueMax: number;
  readonly batchMax: number;
  readonly events: Pick<ExamEvents, 'answersFlushed' | 'answersSettled' | 'answerFlushFailed'>;
  readonly clock: Clock;
};

type Waiting = {
  readonly answer: AnswerToWrite;
  readonly resolve: (outcome: AnswerOutcome) => void;
  readonly reject: (error: unknown) => void;
};

const retryAfterMinMs = 250;
const retryAfterMaxMs = 5_000;

export function createAnswerWriter(options: AnswerWriterOptions): AnswerWriter {
  const { writers, queueMax, batchMax, events } = options;
  const queue: Waiting[] = [];
  let busy = 0;
  let isStopping = false;
  /** Answers per millisecond of late, to tell the refused when to come back. */
  let rate = 1;
  const running = new Set<Promise<void>>();

  /** While statements run, answers gather; so batches grow with the load and a lone answer does not wait. */
  function drain(): void {
    while (busy < writers && queue.length > 0) {
      const batch = queue.splice(0, batchMax);
      busy += 1;
      const flush = flushBatch(batch).finally(() => {
        busy -= 1;
        running.delete(flush);
        drain();
      });
      running.add(flush);
    }
  }

  async function flushBatch(batch: readonly Waiting[]): Promise<void> {
    const startedAt = options.clock.now();
    await settle(batch, options);
    const ms = Math.max(1, options.clock.now() - startedAt);
    rate = 0.8 * rate + 0.2 * ((writers * batch.length) / ms);
    events.answersFlushed({ count: batch.length, seconds: ms / 1_000 });
  }

  return {
    depth: () => queue.length,
    save(answer) {
      if (isStopping || queue.length >= queueMax) {
        const waitMs = Math.min(retryAfterMaxMs, Math.max(retryAfterMinMs, Math.ceil(queue.length / rate)));
        events.answersSettled({ outcome: 'OVERLOADED', count: 1 });
        return Promise.reject(attemptErrors.make('OVERLOADED', { facts: { retryAfterMs: waitMs } }));
      }
      const { promise, resolve, reject } = Promise.withResolvers<AnswerOutcome>();
      queue.push({ answer, resolve, reject });
      // After the requests that arrived in the same turn have come this far.
      if (busy < writers && queue.length === 1) setImmediate(drain);
      return promise;
    },
    async [Symbol.asyncDispose]() {
      isStopping = true;
      drain();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

type Settling = Pick<AnswerWriterOptions, 'write' | 'events'>;

/** Writes a batch and tells everyone who waits for it. Never throws. */
async function settle(batch: readonly Waiting[], { write, events }: Settling): Promise<void> {
  try {
    const outcomes = await writeRetrying(newestOf(batch), write);
    for (const { answer, resolve, reject } of batch) {
      const outcome = outcomes.get(answerKey(answer));
      if (outcome) resolve(outcome);
      else reject(attemptErrors.make('ANSWER_NOT_SAVED', { detail: { reason: 'the statement gave no outcome' } }));
      events.answersSettled({ outcome: outcome?.kind ?? 'ANSWER_NOT_SAVED', count: 1 });
    }
  } catch (error) {
    if (isOfData(error) && batch.length > 1) {
      // One row that PostgreSQL cannot take must not cost the others theirs.
      const half = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, half), { write, events });
      await settle(batch.slice(half), { write, events });
      return;
    }
    events.answerFlushFailed({ count: batch.length, error });
    events.answersSettled({ outcome: 'ANSWER_NOT_SAVED', count: batch.length });
    for (const { reject } of batch) reject(attemptErrors.make('ANSWER_NOT_SAVED'));
  }
}

/** Of several answers to one question the one with the highest sequence; the others share its outcome. */
function newestOf(batch: readonly Waiting[]): AnswerToWrite[] {
  const newest = new Map<string, AnswerToWrite>();
  for (const { answer } of batch) {
    const key = answerKey(answer);
    const other = newest.get(key);
    if (!other || answer.sequence > other.sequence) newest.set(key, answer);
  }
  return [...newest.values()];
}

async function writeRetrying(
  answers: readonly AnswerToWrite[],
  write: AnswerWriterOptions['write'],
): Promise<ReadonlyMap<string, AnswerOutcome>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(answers);
    } catch (error) {
      const policy = retryPolicies[sqlStateOf(error) ?? ''];
      if (!policy || attempt >= policy.attemptsMax) throw error;
      await pause(policy.pauseMs * 2 ** (attempt - 1));
    }
  }
}

/** SQLSTATE class 22: a value, not the database, is at fault. */
function isOfData(error: unknown): boolean {
  return sqlStateOf(error)?.startsWith('22') ?? false;
}
