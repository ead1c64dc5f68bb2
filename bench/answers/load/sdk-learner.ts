import {
  type AnswerContent,
  type AnswerOutbox,
  AttemptResultDocument,
  type AttemptResultSubscription,
  createAnswerOutbox,
  createLectern,
  memory,
  type PaperQuestionPartsFragment,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';
import type { Learner, LearnerFacts } from './learner.ts';
import { randomAnswer, storedForm } from './random-answer.ts';
import type { ReceiptFile } from './receipt-file.ts';

type SdkLearnerDeps = LearnerFacts & {
  readonly url: string;
  readonly token: () => string;
  readonly receipts: ReceiptFile;
};

/** A learner as the web app is one: the SDK's client, its outbox, and its subscription. */
export function createSdkLearner({ learnerId, examId, url, token, receipts }: SdkLearnerDeps): Learner {
  const lectern = createLectern({ url, tokenSource: async () => token() });
  const first = Promise.withResolvers<void>();
  const result = Promise.withResolvers<void>();
  let attemptId = '';
  let questions: readonly PaperQuestionPartsFragment[] = [];
  let outbox: AnswerOutbox | undefined;

  function hear({ attemptResult }: AttemptResultSubscription): void {
    first.resolve();
    if (!attemptResult?.result) return;
    const { pointsAwarded, scorePercent, isPassed } = attemptResult.result;
    receipts.write({ kind: 'RESULT', attemptId, pointsAwarded, scorePercent, isPassed });
    result.resolve();
  }

  return {
    async start() {
      const { startAttempt } = await lectern.mutate(StartAttemptDocument, { input: { examId } });
      attemptId = startAttempt.attempt.id;
      receipts.write({ kind: 'START', learnerId, attemptId });
      const { attempt } = startAttempt;
      questions = attempt.questions ?? [];
      if (questions.length === 0) throw new Error('NO_PAPER');
      outbox = createAnswerOutbox({ lectern, attemptId, storage: memory(), storedAnswers: attempt.answers ?? [] });
      lectern.subscribe(AttemptResultDocument, { attemptId }, { onEvent: hear });
    },
    questionCount: () => questions.length,
    prepare: () => undefined,
    async answer(place) {
      const question = questions[place];
      if (!question || !outbox) throw new Error('NOT_STARTED');
      const answer = randomAnswer(question);
      const { sequence, savedAt } = await putAndWait(outbox, question.id, answer);
      const told = { sequence, storedSequence: sequence, response: storedForm(answer), savedAt };
      receipts.write({ kind: 'SAVED', attemptId, questionId: question.id, ...told });
    },
    async handIn() {
      await first.promise;
      await lectern.mutate(SubmitAttemptDocument, { input: { attemptId } });
      await result.promise;
    },
    // The outbox has read them.
    readReceipts: () => undefined,
    close() {
      outbox?.close();
      lectern.close();
    },
  };
}

async function putAndWait(outbox: AnswerOutbox, questionId: string, answer: AnswerContent) {
  const saved = Promise.withResolvers<{ sequence: number; savedAt: string }>();
  const stop = outbox.subscribe(() => {
    const state = outbox.snapshot().answers.get(questionId);
    if (state?.answer !== answer) return;
    if (state.status === 'saved') saved.resolve({ sequence: state.sequence, savedAt: state.savedAt ?? '' });
    if (state.status === 'refused') saved.reject(new Error(state.code ?? 'REFUSED'));
  });
  try {
    await outbox.put(questionId, answer);
    return await saved.promise;
  } finally {
    stop();
  }
}
