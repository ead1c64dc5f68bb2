import { randomAnswer, storedForm } from '@lectern/bench/answers/load/random-answer';
import type { ReceiptFile } from '@lectern/bench/answers/load/receipt-file';
import {
  type AnswerOutbox,
  AttemptPageDocument,
  AttemptResultDocument,
  type AttemptResultSubscription,
  createAnswerOutbox,
  createExamClock,
  createLectern,
  type ExamClock,
  memory,
  type PaperQuestionPartsFragment,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';
import type { LearnersReport, ShownAnswer } from './orders.ts';
import { pause, persist } from './persist.ts';

export type PersistentLearner = {
  start(): Promise<void>;
  /** Answers until told otherwise; never waits for a receipt. */
  answerOn(): Promise<void>;
  stopAnswering(): void;
  /** Everything saved; rejects when that takes too long. */
  settle(): Promise<void>;
  handIn(): Promise<void>;
  shown(): readonly ShownAnswer[];
  remaining(): LearnersReport['remaining'];
  savedCount(): number;
  close(): void;
};

type LearnerDeps = {
  readonly url: string;
  readonly token: string;
  readonly learnerId: string;
  readonly examId: string;
  readonly receipts: ReceiptFile;
};

const thinkMs = 1_000;
/** Reached only when something is wrong, or on a machine that does much else. */
const settleWithinMs = 90_000;
const resultWithinMs = 30_000;

/** A learner with the SDK and its outbox, who does not give up, and writes down everything shown as saved. */
export function createPersistentLearner({ url, token, learnerId, examId, receipts }: LearnerDeps): PersistentLearner {
  const lectern = createLectern({ url, tokenSource: async () => token, timeoutMs: 10_000 });
  const result = Promise.withResolvers<void>();
  const noted = new Map<string, number>();
  let attemptId = '';
  let questions: readonly PaperQuestionPartsFragment[] = [];
  let outbox: AnswerOutbox | undefined;
  let clock: ExamClock | undefined;
  let isAnswering = true;
  let savedCount = 0;

  function noteSaved(): void {
    for (const { questionId, status, sequence, answer, savedAt } of outbox?.snapshot().answers.values() ?? []) {
      if (status !== 'saved' || noted.get(questionId) === sequence) continue;
      noted.set(questionId, sequence);
      savedCount += 1;
      const told = { sequence, storedSequence: sequence, response: storedForm(answer), savedAt: savedAt ?? '' };
      receipts.write({ kind: 'SAVED', attemptId, questionId, ...told });
    }
  }
  function hear({ attemptResult }: AttemptResultSubscription): void {
    if (!attemptResult?.result) return;
    const { pointsAwarded, scorePercent, isPassed } = attemptResult.result;
    receipts.write({ kind: 'RESULT', attemptId, pointsAwarded, scorePercent, isPassed });
    result.resolve();
  }

  return {
    async start() {
      const { startAttempt } = await persist(() => lectern.mutate(StartAttemptDocument, { input: { examId } }));
      attemptId = startAttempt.attempt.id;
      receipts.write({ kind: 'START', learnerId, attemptId });
      const { attempt } = await persist(() => lectern.query(AttemptPageDocument, { attemptId }));
      questions = attempt?.questions ?? [];
      clock = createExamClock(attempt?.remainingSeconds ?? 0);
      outbox = createAnswerOutbox({
        lectern,
        attemptId,
        clock,
        storage: memory(),
        storedAnswers: attempt?.answers ?? [],
      });
      outbox.subscribe(noteSaved);
      lectern.subscribe(AttemptResultDocument, { attemptId }, { onEvent: hear });
    },
    async answerOn() {
      while (isAnswering) {
        const question = questions[Math.floor(Math.random() * questions.length)];
        if (question) await outbox?.put(question.id, randomAnswer(question));
        await pause(thinkMs * (0.5 + Math.random()));
      }
    },
    stopAnswering() {
      isAnswering = false;
    },
    async settle() {
      const outcome = await outbox?.flush({ timeoutMs: settleWithinMs });
      const unsaved = outcome?.unsaved.find(({ status }) => status === 'refused') ?? outcome?.unsaved[0];
      if (unsaved) throw new Error(`unsaved: ${unsaved.code ?? unsaved.status}`);
    },
    async handIn() {
      await persist(() => lectern.mutate(SubmitAttemptDocument, { input: { attemptId } }));
      const isInTime = await Promise.race([result.promise.then(() => true), pause(resultWithinMs).then(() => false)]);
      if (!isInTime) throw new Error('the result did not come');
    },
    shown: () =>
      [...(outbox?.snapshot().answers.values() ?? [])]
        .filter(({ status }) => status === 'saved')
        .map(({ questionId, sequence }) => ({ attemptId, questionId, sequence })),
    remaining: () => (clock ? [{ attemptId, seconds: clock.remainingSeconds() }] : []),
    savedCount: () => savedCount,
    close() {
      outbox?.close();
      lectern.close();
    },
  };
}
