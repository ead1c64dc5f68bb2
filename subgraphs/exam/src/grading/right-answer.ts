import type { Question } from '../question/question.ts';

/** The right answer to one question, in the form an answer is given. */
export type RightAnswer = {
  readonly choiceIds: readonly string[];
  readonly isTrue: boolean | null;
  readonly number: number | null;
  readonly texts: readonly string[];
  readonly matches: readonly { readonly premiseId: string; readonly targetId: string }[];
  readonly order: readonly string[];
};

const empty: RightAnswer = { choiceIds: [], isTrue: null, number: null, texts: [], matches: [], order: [] };

/** Null for essays, which have none. Only for those whom the exam's policy shows it. */
export function rightAnswerOf(question: Question): RightAnswer | null {
  switch (question.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return { ...empty, choiceIds: question.choices.filter(({ isRight }) => isRight).map(({ id }) => id) };
    case 'TRUE_FALSE':
      return { ...empty, isTrue: question.isTrue };
    case 'NUMERIC':
      return { ...empty, number: question.number };
    case 'SHORT_TEXT':
      return { ...empty, texts: question.acceptedTexts };
    case 'MATCHING':
      return { ...empty, matches: question.premises.map(({ id, targetId }) => ({ premiseId: id, targetId })) };
    case 'ORDERING':
      return { ...empty, order: question.items.map(({ id }) => id) };
    case 'ESSAY':
      return null;
    default:
      return question satisfies never;
  }
}
