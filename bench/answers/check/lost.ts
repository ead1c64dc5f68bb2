import { isDeepStrictEqual } from 'node:util';
import type { AnswerFact, Facts, Receipt, StoredResponse } from './facts.ts';

/** Receipts for what is not there: no row, an older one, or another answer under the same number. */
export function findLost({ attempts, answers, receipts }: Facts): string[] {
  const answerOf = new Map(answers.map((answer) => [keyOf(answer), answer]));
  const known = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  return receipts.flatMap((receipt) => {
    const attempt = known.get(receipt.attemptId);
    if (!attempt) return [`attempt ${receipt.attemptId} is gone`];
    if (receipt.kind === 'SAVED') return lostAnswer(receipt, answerOf.get(keyOf(receipt)));
    if (receipt.kind === 'START') {
      return attempt.learnerId === receipt.learnerId ? [] : [`attempt ${attempt.id} is another learner's`];
    }
    return attempt.status === 'GRADED' ? [] : [`attempt ${attempt.id} was handed in and is ${attempt.status}`];
  });
}

type SavedReceipt = Extract<Receipt, { kind: 'SAVED' }>;

function lostAnswer(receipt: SavedReceipt, answer: AnswerFact | undefined): string[] {
  const name = `answer ${keyOf(receipt)}, number ${receipt.storedSequence},`;
  if (!answer || answer.savedAt === null) return [`${name} is not there`];
  if (answer.sequence < receipt.storedSequence) return [`${name} is there as number ${answer.sequence}`];
  const isSame = answer.sequence !== receipt.sequence || isSameResponse(answer.response, receipt.response);
  return isSame ? [] : [`${name} holds something else`];
}

function keyOf({ attemptId, questionId }: { readonly attemptId: string; readonly questionId: string }): string {
  return `${attemptId}:${questionId}`;
}

/** Chosen are sets: in which order the choices are named does not matter. */
function isSameResponse(a: StoredResponse, b: StoredResponse): boolean {
  return isDeepStrictEqual(withSortedChoices(a), withSortedChoices(b));
}

function withSortedChoices(response: StoredResponse): StoredResponse {
  const ids = response?.choiceIds;
  return Array.isArray(ids) ? { ...response, choiceIds: ids.toSorted() } : response;
}
