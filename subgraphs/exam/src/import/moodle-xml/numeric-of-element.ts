import type { QuestionContent } from '../../question/question.ts';
import { problem, type RowProblem } from '../item.ts';
import { elementOf, elementsOf, type XmlElement } from '../xml/parse-xml.ts';
import { percentOf, plainText } from './moodle-text.ts';

/** A number, its tolerance and its unit; several numbers or units are more than a question of ours can hold. */
export function numericOfElement(element: XmlElement): { content: QuestionContent | null; problems: RowProblem[] } {
  const right = elementsOf(element, 'answer').filter((answer) => percentOf(answer) > 0);
  const [only, ...others] = right;
  const number = only === undefined ? Number.NaN : numberIn(plainText(only));
  if (only === undefined || Number.isNaN(number)) return { content: null, problems: [notANumber] };
  if (others.length > 0 || percentOf(only) < 99.9) return { content: null, problems: [several] };
  const units = elementOf(element, 'units');
  const named = units ? elementsOf(units, 'unit') : [];
  const [unit] = named;
  const hasOthers = named.some((one) => numberIn(plainText(elementOf(one, 'multiplier'))) !== 1);
  const tolerance = plainText(elementOf(only, 'tolerance')).trim();
  return {
    content: {
      kind: 'NUMERIC',
      number,
      tolerance: tolerance === '' ? 0 : numberIn(tolerance),
      toleranceKind: 'ABSOLUTE',
      unit: unit === undefined ? null : plainText(elementOf(unit, 'unit_name')).trim() || null,
    },
    problems: hasOthers ? [unitsSeveral] : [],
  };
}

function numberIn(text: string): number {
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
}

const notANumber = problem('answer', 'ANSWER_NOT_A_NUMBER', 'The answer must be a number.');
const several = problem(
  'answer',
  'NUMBERS_SEVERAL',
  'Several numbers are accepted, or one for a share of the points; here one number is right.',
);
const unitsSeveral = problem('unit', 'UNITS_SEVERAL', 'It converts between units; here a number has one unit.');
