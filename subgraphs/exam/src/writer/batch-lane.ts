import { setTimeout as pause } from 'node:timers/promises';
import { retryPolicies, sqlStateOf } from '@lectern/postgres';
import type { Clock } from '@lectern/runtime';
import { attemptErrors } from '../attempt/attempt.errors.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** Carries one kind of work into the database, much in one transaction. Disposing does what waits and takes no more. */
export type BatchLane<Work, Outcome> = AsyncDisposable & {
  /**
   * Settles after COMMIT with what became of it. Rejects with OVERLOADED at once when too much waits, and with
   * `failure()` when the database failed; whether it was done is then unknown, and sending it again is safe.
   */
  add(work: Work): Promise<Outcome>;
};

export type BatchLaneOptions<Work, Outcome> = {
  /** Does all of it and commits; outcomes in the order of the work, undefined where it is not known. */
  readonly write: (batch: readonly Work[]) => Promise<readonly (Outcome | undefined)[]>;
  /** Transactions at the same time. */
  readonly writers: number;
  readonly batchMax: number;
  /** Below a good load a transaction begins so long after the one before at the earliest. */
  readonly gatherMs: number;
  readonly room: WaitingRoom;
  readonly failure: () => Error;
  readonly events: BatchLaneEvents<Outcome>;
  readonly clock: Clock;
};

export type BatchLaneEvents<Outcome> = {
  /** After a commit; once for a batch, as counting each by itself would cost more than writing it. */
  settled(outcomes: readonly (Outcome | undefined)[]): void;
  /** Refused at once: too much waits. */
  refused(): void;
  flushed(fact: { readonly count: number; readonly seconds: number }): void;
  failed(fact: { readonly count: number; readonly error: unknown }): void;
};

type Waiting<Work, Outcome> = {
  readonly work: Work;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

const retryAfterMinMs = 250;
const retryAfterMaxMs = 5_000;
/**
 * A transaction costs as much as fifty answers in it, so few large ones are better than many small ones: they keep
 * `gatherMs` between them, and a lone piece does not wait. A good load begins at once. And none begins beside a running
 * one, unless that takes its time, as it may wait for a lock.
 */
const goodLoadShare = 0.25;
const patienceMs = 20;

export function createBatchLane<Work, Outcome>(options: BatchLaneOptions<Work, Outcome>): BatchLane<Work, Outcome> {
  const { writers, batchMax, gatherMs, room, events, clock } = options;
  const goodLoad = Math.ceil(batchMax * goodLoadShare);
  const queue: Waiting<Work, Outcome>[] = [];
  const running = new Set<Promise<void>>();
  let isStopping = false;
  let isWoken = false;
  let isPatient = true;
  let patience: NodeJS.Timeout | undefined;
  let lastStartedAt = Number.NEGATIVE_INFINITY;
  /** Pieces per millisecond of late, to tell the refused when to come back. */
  let rate = 1;

  /** While transactions run, work gathers; so batches grow with the load, and a lone piece does not wait. */
  function drain(): void {
    isWoken = false;
    while (queue.length > 0 && running.size < writers) {
      const waitMs = waitBefore();
      if (waitMs > 0) {
        wait(waitMs);
        return;
      }
      isPatient = true;
      lastStartedAt = clock.now();
      const batch = queue.splice(0, batchMax);
      room.leave(batch.length);
      const flush = flushBatch(batch).finally(() => {
        running.delete(flush);
        drain();
      });
      running.add(flush);
    }
  }

  function waitBefore(): number {
    if (isStopping || !isPatient || queue.length >= goodLoad) return 0;
    const least = running.size > 0 ? patienceMs : gatherMs;
    // Bounded also when the clock is set back.
    return Math.min(least, lastStartedAt + least - clock.now());
  }

  function wait(ms: number): void {
    clearTimeout(patience);
    patience = setTimeout(() => {
      isPatient = false;
      drain();
    }, ms);
  }

  /** After the requests that arrived in the same turn have come this far. */
  function wake(): void {
    if (isWoken) return;
    isWoken = true;
    setImmediate(drain);
  }

  async function flushBatch(batch: readonly Waiting<Work, Outcome>[]): Promise<void> {
    const startedAt = clock.now();
    await settle(batch, options);
    const ms = Math.max(1, clock.now() - startedAt);
    rate = 0.8 * rate + 0.2 * ((writers * batch.length) / ms);
    events.flushed({ count: batch.length, seconds: ms / 1_000 });
  }

  return {
    add(work) {
      if (isStopping || !room.enter(queue.length)) {
        const waitMs = Math.min(retryAfterMaxMs, Math.max(retryAfterMinMs, Math.ceil(queue.length / rate)));
        events.refused();
        return Promise.reject(attemptErrors.make('OVERLOADED', { facts: { retryAfterMs: waitMs } }));
      }
      return new Promise<Outcome>((resolve, reject) => {
        queue.push({ work, resolve, reject });
        if (running.size < writers) wake();
      });
    },
    async [Symbol.asyncDispose]() {
      isStopping = true;
      drain();
      while (running.size > 0) await Promise.all(running);
      clearTimeout(patience);
    },
  };
}

type Settling<Work, Outcome> = Pick<BatchLaneOptions<Work, Outcome>, 'write' | 'events' | 'failure'>;

/** Does a batch and tells everyone who waits for it. Never throws. */
async function settle<Work, Outcome>(
  batch: readonly Waiting<Work, Outcome>[],
  options: Settling<Work, Outcome>,
): Promise<void> {
  const { write, events, failure } = options;
  const work = batch.map((waiting) => waiting.work);
  try {
    const outcomes = await writeRetrying(work, write);
    for (let index = 0; index < batch.length; index += 1) {
      const outcome = outcomes[index];
      if (outcome === undefined) batch[index]?.reject(failure());
      else batch[index]?.resolve(outcome);
    }
    events.settled(outcomes);
  } catch (error) {
    if (isOfData(error) && batch.length > 1) {
      // One piece that PostgreSQL cannot take must not cost the others theirs.
      const half = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, half), options);
      await settle(batch.slice(half), options);
      return;
    }
    events.failed({ count: batch.length, error });
    for (const { reject } of batch) reject(failure());
  }
}

async function writeRetrying<Work, Outcome>(
  work: readonly Work[],
  write: BatchLaneOptions<Work, Outcome>['write'],
): Promise<readonly (Outcome | undefined)[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(work);
    } catch (error) {
      const policy = retryPolicies[sqlStateOf(error) ?? ''];
      if (!policy || attempt >= policy.attemptsMax) throw error;
      await pause(policy.pauseMs * 2 ** (attempt - 1));
    }
  }
}

/** SQLSTATE classes 22 and 23: a value or a constraint, not the database, is at fault. */
function isOfData(error: unknown): boolean {
  return /^2[23]/.test(sqlStateOf(error) ?? '');
}
