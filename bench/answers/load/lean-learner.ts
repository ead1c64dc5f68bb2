import {
  AttemptResultDocument,
  type AttemptResultSubscription,
  SaveAnswerDocument,
  type SaveAnswerMutation,
  StartAttemptDocument,
  SubmitAttemptDocument,
} from '@lectern/sdk';
import type { Receipt } from '../check/facts.ts';
import { type Answered, dataOf, type LeanClient } from './lean-client.ts';
import { type LeanSubscription, subscribeLeanly } from './lean-subscription.ts';
import type { Learner, LearnerFacts } from './learner.ts';
import { randomAnswer, storedForm } from './random-answer.ts';
import type { ReceiptFile } from './receipt-file.ts';

type LeanLearnerDeps = LearnerFacts & {
  readonly url: string;
  readonly client: LeanClient;
  readonly token: string;
  readonly receipts: ReceiptFile;
};

type Given = Pick<Extract<Receipt, { kind: 'SAVED' }>, 'questionId' | 'sequence' | 'response'>;
type ReadyAnswer = { readonly given: Given; readonly request: Buffer };

/** How an answer begins that confirms; anything else is read at once, for its code. */
const saved = Buffer.from('{"data":{"saveAnswer":{"receipt":{');
const submitted = Buffer.from('{"data":{"submitAttempt":{"attempt":{');

/**
 * A learner who sends what the SDK sends, for less of the processor that the servers share: requests are made before, and
 * receipts are kept as they came and read when nobody's time counts.
 */
export function createLeanLearner(deps: LeanLearnerDeps): Learner {
  const { learnerId, examId, client, token, receipts } = deps;
  const result = Promise.withResolvers<void>();
  let attemptId = '';
  let ready: readonly ReadyAnswer[] = [];
  let handInRequest: Buffer = Buffer.alloc(0);
  let unread: { readonly given: Given; readonly answered: Answered }[] = [];
  let getReady = () => {};
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
      const questions = startAttempt.attempt.questions ?? [];
      if (questions.length === 0) throw new Error('NO_PAPER');
      getReady = () => {
        ready = questions.map((question, index) => {
          const answer = randomAnswer(question);
          const given = { questionId: question.id, sequence: index + 1, response: storedForm(answer) };
          const input = { attemptId, questionId: question.id, sequence: given.sequence, answer };
          return { given, request: client.requestFor(SaveAnswerDocument, { input }, token) };
        });
        handInRequest = client.requestFor(SubmitAttemptDocument, { input: { attemptId } }, token);
      };
      const document = AttemptResultDocument;
      subscription = subscribeLeanly({ url: deps.url, token, document, variables: { attemptId }, onEvent: hear });
    },
    questionCount: () => ready.length,
    prepare: () => getReady(),
    async answer(place) {
      const mine = ready[place];
      if (!mine) throw new Error('NOT_STARTED');
      const answered = await client.send(mine.request);
      expectStart(answered, saved);
      unread.push({ given: mine.given, answered });
    },
    async handIn() {
      await subscription?.begun;
      expectStart(await client.send(handInRequest), submitted);
      await result.promise;
    },
    readReceipts(tally) {
      for (const { given, answered } of unread) {
        try {
          const { storedSequence, savedAt } = dataOf<SaveAnswerMutation>(answered).saveAnswer.receipt;
          receipts.write({ kind: 'SAVED', attemptId, ...given, storedSequence, savedAt });
        } catch (error) {
          tally.fail('answer', error);
        }
      }
      unread = [];
    },
    close: () => subscription?.[Symbol.dispose](),
  };
}

function expectStart(answered: Answered, start: Buffer): void {
  if (answered.status === 200 && answered.body.subarray(0, start.length).equals(start)) return;
  dataOf(answered);
  throw new Error('NOT_CONFIRMED');
}
