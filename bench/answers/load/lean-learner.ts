import {
  AttemptResultDocument,
  type AttemptResultSubscription,
  type PaperQuestionPartsFragment,
  SaveAnswerDocument,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';
import type { LeanClient } from './lean-client.ts';
import { type LeanSubscription, subscribeLeanly } from './lean-subscription.ts';
import type { Learner, LearnerFacts } from './learner.ts';
import { randomAnswer, storedForm } from './random-answer.ts';
import type { ReceiptFile } from './receipt-file.ts';

type LeanLearnerDeps = LearnerFacts & {
  readonly url: string;
  readonly client: LeanClient;
  readonly token: string;
  readonly receipts: ReceiptFile;
  /** Whether the result is waited for at a subscription. */
  readonly subscribes: boolean;
};

/** A learner who sends what the SDK sends, for less of the processor that the servers share. */
export function createLeanLearner(deps: LeanLearnerDeps): Learner {
  const { learnerId, examId, client, token, receipts } = deps;
  const result = Promise.withResolvers<void>();
  let attemptId = '';
  let sequence = 0;
  let questions: readonly PaperQuestionPartsFragment[] = [];
  let subscription: LeanSubscription | undefined;

  function hear({ attemptResult }: AttemptResultSubscription): void {
    if (!attemptResult?.result) return;
    const { pointsAwarded, scorePercent, isPassed } = attemptResult.result;
    receipts.write({ kind: 'RESULT', attemptId, pointsAwarded, scorePercent, isPassed });
    result.resolve();
  }

  return {
    async start() {
      const { startAttempt } = await client.ask(StartAttemptDocument, { input: { examId } }, token);
      attemptId = startAttempt.attempt.id;
      receipts.write({ kind: 'START', learnerId, attemptId });
      questions = startAttempt.attempt.questions ?? [];
      if (questions.length === 0) throw new Error('NO_PAPER');
      if (!deps.subscribes) return;
      const document = AttemptResultDocument;
      subscription = subscribeLeanly({ url: deps.url, token, document, variables: { attemptId }, onEvent: hear });
    },
    questionCount: () => questions.length,
    async answer(place) {
      const question = questions[place];
      if (!question) throw new Error('NOT_STARTED');
      sequence += 1;
      const mine = sequence;
      const answer = randomAnswer(question);
      const input = { attemptId, questionId: question.id, sequence: mine, answer };
      const { storedSequence, savedAt } = (await client.ask(SaveAnswerDocument, { input }, token)).saveAnswer.receipt;
      const told = { sequence: mine, storedSequence, response: storedForm(answer), savedAt };
      receipts.write({ kind: 'SAVED', attemptId, questionId: question.id, ...told });
    },
    async handIn() {
      await subscription?.begun;
      await client.ask(SubmitAttemptDocument, { input: { attemptId } }, token);
      await result.promise;
    },
    close: () => subscription?.[Symbol.dispose](),
  };
}
