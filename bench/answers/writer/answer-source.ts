import type { AnswerToWrite } from '@lectern/exam/writer';
import type { Ground } from './fill-attempts.ts';

/** Answers of all attempts to all questions, spread over attempts as people spread them; a second time as changes. */
export type AnswerSource = {
  next(): AnswerToWrite;
  /** It was refused. */
  giveBack(answer: AnswerToWrite): void;
  /** How many different questions of attempts were answered so far. */
  readonly distinct: () => number;
};

/** Prime, and so far apart that neighbours in time are none in the index. */
const stride = 7_368_787;
const choices = ['019a0000-0000-7000-8000-00000000000a', '019a0000-0000-7000-8000-00000000000b'];
const responses = [
  { choiceIds: choices.slice(0, 1) },
  { choiceIds: choices },
  { isTrue: true },
  { number: 271.828 },
  { text: 'Kuala Lumpur' },
];

export function createAnswerSource({ attemptIds, questionIds }: Ground): AnswerSource {
  const total = attemptIds.length * questionIds.length;
  let count = 0;
  const refused = new Set<string>();
  return {
    distinct: () => Math.min(count, total) - refused.size,
    giveBack: ({ attemptId, questionId }) => void refused.add(`${attemptId} ${questionId}`),
    next() {
      const place = (count * stride) % total;
      const question = Math.floor(place / attemptIds.length);
      const answer: AnswerToWrite = {
        attemptId: attemptIds[place % attemptIds.length] ?? '',
        questionId: questionIds[question] ?? '',
        sequence: 1 + Math.floor(count / total),
        response: responses[question % responses.length] ?? null,
        points: count % 3 === 0 ? 1 : 0,
        deviceId: null,
      };
      count += 1;
      return answer;
    },
  };
}
