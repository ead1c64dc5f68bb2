// Apps whose TypeScript does not know disposal yet learn it from here.
/// <reference lib="esnext.disposable" preserve="true" />
import type { ExamClock } from '../exam-clock.ts';
import type { Lectern } from '../lectern.ts';
import { onOnline } from '../online.ts';
import { createAnswerSender } from './answer-sender.ts';
import type { AnswerContent, AnswerState, OutboxHold, OutboxSnapshot } from './answer-state.ts';
import type { AnswerStorage } from './answer-storage.ts';
import { createAnswerTable, type KnownAnswer } from './answer-table.ts';
import { holdLock } from './hold-lock.ts';
import { impatientStorage } from './impatient-storage.ts';

export type AnswerOutboxOptions = {
  readonly lectern: Pick<Lectern, 'mutate' | 'environment' | 'session'>;
  readonly attemptId: string;
  /** The device's name, where the attempt was started or resumed with one. */
  readonly deviceId?: string;
  /** `indexedDb()` in browsers, `memory()` or an app's own elsewhere. */
  readonly storage: AnswerStorage;
  /** What the attempt says is stored on the server; new answers are numbered above it. */
  readonly storedAnswers?: readonly KnownAnswer[];
  /** Why nothing is to be sent at first; null unless told. */
  readonly initialHold?: OutboxHold | null;
  /** Set right with every receipt. */
  readonly clock?: ExamClock;
  /** How many answers may be on their way at once; 4 unless told. */
  readonly concurrency?: number;
  /** Bounds of the wait after a failure, in milliseconds; 500 to 15 000 unless told. */
  readonly retry?: { readonly baseMs: number; readonly maxMs: number };
};

export type FlushOutcome = {
  /** Whether the server has everything that was answered here. */
  readonly isComplete: boolean;
  /** What it has not. */
  readonly unsaved: readonly AnswerState[];
};

/** Keeps every answer on the device until the server's receipt for it has come. */
export type AnswerOutbox = Disposable & {
  /** Settles when what was left over on the device from before is known. */
  readonly ready: Promise<void>;
  /** Takes an answer; the promise settles when it is kept on the device, not when it is saved. */
  put(questionId: string, answer: AnswerContent): Promise<void>;
  /** The present picture; the same object until something changes. */
  snapshot(): OutboxSnapshot;
  /** Called after every change; gives back how to stop. */
  subscribe(listener: () => void): () => void;
  /** Tries at once whatever is not saved, also of other tabs, and waits for it; 15 s unless told. Call it before handing in. */
  flush(options?: { readonly timeoutMs?: number }): Promise<FlushOutcome>;
  /** Keeps everything back for a reason, or sends it again: null. The room of the attempt does this. */
  hold(reason: OutboxHold | null): void;
  /**
   * Takes over what the server has by now: new answers are numbered above it. What never left this device gives way to
   * an answer that was given to the same question elsewhere since (`isSuperseded`).
   */
  learn(storedAnswers: readonly KnownAnswer[]): Promise<void>;
  /** Drops everything kept of the attempt. For when it has been handed in. */
  forget(): Promise<void>;
  /** Stops sending; what is kept stays kept. The same as disposing of it, for where `Symbol.dispose` is not known. */
  close(): void;
};

/** How often answers left behind by a tab that has gone are looked for. */
const adoptEveryMs = 15_000;

/** The outbox of one attempt on one device. Dispose of it when the exam page closes; what is kept stays kept. */
export function createAnswerOutbox(options: AnswerOutboxOptions): AnswerOutbox {
  const { lectern, attemptId } = options;
  const storage = impatientStorage(options.storage);
  const table = createAnswerTable(options.storedAnswers ?? [], options.initialHold);
  const sender = createAnswerSender({
    ...options,
    storage,
    table,
    concurrency: options.concurrency ?? 4,
    retry: options.retry ?? { baseMs: 500, maxMs: 15_000 },
    renumber,
  });
  const adopt = async () => {
    for (const stored of await storage.list(attemptId).catch(() => [])) table.adopt(stored);
    sender.pump();
  };
  const ready = storage
    .isDurable()
    .catch(() => false)
    .then((isDurable) => {
      table.setDurable(isDurable);
      return adopt();
    });
  // A storage that fails half-way (a full disk) must not keep an answer from being sent.
  const append = (questionId: string, answer: AnswerContent) =>
    storage.append(attemptId, questionId, answer, table.floor()).catch(() => {
      table.setDurable(false);
      return { sequence: table.floor() + 1 };
    });
  // Puts go to the storage one after another, so that the later of two answers gets the higher sequence.
  let tail: Promise<unknown> = ready;
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = tail.then(work);
    tail = done;
    return done;
  }
  function renumber(questionId: string, sequence: number, above: number): Promise<void> {
    return inTurn(async () => {
      const state = table.snapshot().answers.get(questionId);
      const kept = (await storage.list(attemptId).catch(() => [])).find((one) => one.questionId === questionId);
      table.learn([{ sequence: above }]);
      // Answered again meanwhile, here or in another tab: that answer has a number of its own.
      if (state?.sequence !== sequence || (kept && kept.sequence > sequence)) return;
      table.renumber(questionId, sequence, (await append(questionId, state.answer)).sequence);
    });
  }
  let adopting: ReturnType<typeof setInterval> | undefined;
  const releaseLock = holdLock(`lectern.answers.${attemptId}`, () => {
    void adopt();
    adopting = setInterval(() => void adopt(), adoptEveryMs);
  });
  const stops = [
    releaseLock,
    () => clearInterval(adopting),
    onOnline(sender.retryNow),
    lectern.session.subscribe(sender.retryNow),
  ];

  function close(): void {
    for (const stop of stops) stop();
    sender.stop();
  }

  return {
    ready,
    async put(questionId, answer) {
      const draft = table.draft(questionId, answer);
      await inTurn(async () => {
        table.keep(draft, await append(questionId, answer));
        sender.pump();
      });
    },
    snapshot: table.snapshot,
    subscribe: table.subscribe,
    async flush({ timeoutMs = 15_000 } = {}) {
      await tail;
      await adopt();
      sender.retryNow();
      await table.waitUntilSettled(timeoutMs);
      const unsaved = [...table.snapshot().answers.values()].filter(({ status }) => status !== 'saved');
      return { isComplete: unsaved.length === 0, unsaved };
    },
    hold: sender.hold,
    learn: (storedAnswers) =>
      inTurn(async () => {
        for (const { questionId, sequence } of table.learn(storedAnswers)) {
          await storage.settle(attemptId, questionId, sequence).catch(() => undefined);
        }
      }),
    async forget() {
      await tail;
      await storage.forget(attemptId);
    },
    close,
    [Symbol.dispose]: close,
  };
}
