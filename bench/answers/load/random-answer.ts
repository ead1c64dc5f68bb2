import type { AnswerContent, PaperQuestionPartsFragment } from '@lectern/sdk';

/** Some answer that fits the question; in plain letters, so that its length in bytes is that in characters. */
export function randomAnswer(question: PaperQuestionPartsFragment, random: () => number = Math.random): AnswerContent {
  const pick = (count: number) => Math.floor(random() * count);
  switch (question.__typename) {
    case 'ChoiceQuestion': {
      const ids = question.choices.map(({ id }) => id);
      if (!question.allowsSeveral) return { choiceIds: ids.slice(pick(ids.length)).slice(0, 1) };
      return { choiceIds: ids.filter(() => random() < 0.5) };
    }
    case 'TrueFalseQuestion':
      return { isTrue: random() < 0.5 };
    case 'NumericQuestion':
      return { number: pick(40) / 2 };
    case 'ShortTextQuestion':
      return { text: `number ${pick(40)}` };
    default:
      throw new Error('the bench has no answer to such a question');
  }
}

/** The response as the exam keeps it: no choice at all is no answer. */
export function storedForm(answer: AnswerContent): Readonly<Record<string, unknown>> | null {
  if (answer.choiceIds) return answer.choiceIds.length === 0 ? null : { choiceIds: answer.choiceIds };
  if (typeof answer.isTrue === 'boolean') return { isTrue: answer.isTrue };
  if (typeof answer.number === 'number') return { number: answer.number };
  return typeof answer.text === 'string' ? { text: answer.text } : null;
}
