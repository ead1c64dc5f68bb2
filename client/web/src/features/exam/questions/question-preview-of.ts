import type { PaperQuestionPartsFragment } from '@lectern/sdk';
import { targetsOf, writtenPairs } from './question-input.ts';
import type { QuestionValues } from './question-values.ts';

/** The longest answers the platform takes, in characters. */
const shortLengthMax = 200;
const essayLengthMax = 100_000;

/** What is being written as the learner would see it, in the order it is written. */
export function previewOf(values: QuestionValues): PaperQuestionPartsFragment {
  const head = {
    id: 'preview',
    position: 1,
    prompt: values.prompt,
    pointsMax: Number(values.pointsMax) || 0,
    sectionId: null,
    illustration: values.illustration,
  };
  switch (values.kind) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE': {
      const choices = values.choices
        .filter(({ text, illustration }) => text.trim() !== '' || illustration !== null)
        .map(({ key, text, illustration }) => ({ id: key, text, illustration }));
      return { __typename: 'ChoiceQuestion', ...head, allowsSeveral: values.kind === 'MULTIPLE_CHOICE', choices };
    }
    case 'TRUE_FALSE':
      return { __typename: 'TrueFalseQuestion', ...head };
    case 'NUMERIC':
      return { __typename: 'NumericQuestion', ...head, unit: values.unit.trim() || null };
    case 'SHORT_TEXT':
      return { __typename: 'ShortTextQuestion', ...head, lengthMax: shortLengthMax };
    case 'MATCHING': {
      const premises = writtenPairs(values.pairs).map(({ key, left }) => ({ id: key, text: left }));
      return {
        __typename: 'MatchingQuestion',
        ...head,
        premises,
        targets: targetsOf(values).map((text) => ({ id: text, text })),
      };
    }
    case 'ORDERING': {
      const items = values.items.filter(({ text }) => text.trim() !== '').map(({ key, text }) => ({ id: key, text }));
      return { __typename: 'OrderingQuestion', ...head, items };
    }
    case 'ESSAY': {
      const wordsMax = values.wordsMax === '' ? null : Number(values.wordsMax);
      return { __typename: 'EssayQuestion', ...head, lengthMax: essayLengthMax, wordsMax };
    }
    default:
      return values.kind satisfies never;
  }
}
