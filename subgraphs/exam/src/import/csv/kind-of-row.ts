import type { QuestionKind } from '../../question/question.ts';
import { choiceLetters } from './columns.ts';

const kindNames = new Map<string, QuestionKind>([
  ['SINGLE_CHOICE', 'SINGLE_CHOICE'],
  ['MULTIPLE_CHOICE', 'MULTIPLE_CHOICE'],
  ['TRUE_FALSE', 'TRUE_FALSE'],
  ['NUMERIC', 'NUMERIC'],
  ['SHORT_TEXT', 'SHORT_TEXT'],
  ['MATCHING', 'MATCHING'],
  ['ORDERING', 'ORDERING'],
  ['ESSAY', 'ESSAY'],
  ['SINGLE', 'SINGLE_CHOICE'],
  ['MULTIPLE', 'MULTIPLE_CHOICE'],
  ['NUMBER', 'NUMERIC'],
  ['NUMERICAL', 'NUMERIC'],
  ['TEXT', 'SHORT_TEXT'],
  ['SHORT_ANSWER', 'SHORT_TEXT'],
  ['MATCH', 'MATCHING'],
  ['ORDER', 'ORDERING'],
]);
export const kindsInWords = [...kindNames.keys()].slice(0, 8).join(', ');

export function kindOf(text: string): QuestionKind | null {
  return kindNames.get(text.toUpperCase().replaceAll(/[\s/-]+/g, '_')) ?? null;
}

/** `A`, `AC`, `A, C`, `a;c`: upper-case letters, each once; empty when it is anything else. */
export function lettersOf(answer: string): string[] {
  const compact = answer.toUpperCase().replaceAll(/[\s,;|+]+/g, '');
  return /^[A-Z]+$/.test(compact) && compact.length <= choiceLetters.length ? [...new Set(compact)] : [];
}

export const truths = new Map([
  ['TRUE', true],
  ['FALSE', false],
]);

/** The kind where none is given; null when the row gives too little to tell. */
export function guessedKind(
  answer: string,
  choices: readonly string[],
  hasChoiceColumns: boolean,
  isNumber: boolean,
): QuestionKind | null {
  if (choices.length > 0) {
    const texts = choices.map((text) => text.toLowerCase()).sort();
    if (texts.length === 2 && texts[0] === 'false' && texts[1] === 'true') return 'TRUE_FALSE';
    return lettersOf(answer).length > 1 ? 'MULTIPLE_CHOICE' : 'SINGLE_CHOICE';
  }
  if (truths.has(answer.toUpperCase())) return 'TRUE_FALSE';
  if (hasChoiceColumns) return null;
  return isNumber ? 'NUMERIC' : 'SHORT_TEXT';
}
