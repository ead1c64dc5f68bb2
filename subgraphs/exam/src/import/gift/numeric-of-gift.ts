import type { NumericalChoice, NumericalFormat } from 'gift-pegjs';
import type { QuestionContent } from '../../question/question.ts';
import { problem, type RowProblem } from '../item.ts';

/** A number with its tolerance; several of them are more than a question of ours can hold. */
export function numericOfGift(choices: readonly NumericalChoice[] | NumericalFormat): {
  content: QuestionContent | null;
  problems: RowProblem[];
} {
  const list = 'type' in choices ? [{ text: choices, weight: null, isCorrect: true }] : choices;
  const right = list.filter(({ isCorrect, weight }) => isCorrect && weight !== 0);
  const [only, ...others] = right;
  if (only === undefined) return { content: null, problems: [numberMissing] };
  if (others.length > 0 || (only.weight !== null && only.weight < 99.9)) return { content: null, problems: [several] };
  const { text } = only;
  const content = { kind: 'NUMERIC', toleranceKind: 'ABSOLUTE', unit: null } as const;
  switch (text.type) {
    case 'simple':
      return { content: { ...content, number: text.number ?? Number.NaN, tolerance: 0 }, problems: [] };
    case 'range':
      return {
        content: { ...content, number: text.number ?? Number.NaN, tolerance: text.range ?? Number.NaN },
        problems: [],
      };
    case 'high-low': {
      const { numberLow = Number.NaN, numberHigh = Number.NaN } = text;
      const number = (numberLow + numberHigh) / 2;
      return { content: { ...content, number, tolerance: (numberHigh - numberLow) / 2 }, problems: [] };
    }
    default:
      // An answer without a number: Moodle's "anything else".
      return { content: null, problems: [numberMissing] };
  }
}

const numberMissing = problem('answer', 'ANSWER_NOT_A_NUMBER', 'The answer must be a number.');
const several = problem(
  'answer',
  'NUMBERS_SEVERAL',
  'Several numbers are accepted, or one for a share of the points; here one number is right.',
);
