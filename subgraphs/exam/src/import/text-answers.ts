import { RE2JS } from 're2js';
import type { QuestionContent } from '../question/question.ts';
import { problem, type RowProblem } from './item.ts';

type ShortText = Extract<QuestionContent, { kind: 'SHORT_TEXT' }>;

/** An accepted text as Moodle keeps it: `*` stands for anything, `\*` for itself. */
export type WrittenAnswer = { readonly text: string; readonly percent: number };

/** The short question those answers make; texts with a wildcard become its pattern. */
export function shortTextOf(
  answers: readonly WrittenAnswer[],
  foldsCase: boolean,
): { content: ShortText; problems: RowProblem[] } {
  const problems = answers.some(({ percent }) => percent !== 0 && percent < 99.9) ? [partlyRight] : [];
  const right = answers.filter(({ percent }) => percent >= 99.9).map(({ text }) => text);
  const wild = right.filter((text) => wildcard.test(text));
  const acceptedTexts = right.filter((text) => !wildcard.test(text)).map((text) => text.replaceAll('\\*', '*'));
  const pattern = wild.length > 0 ? patternOf(wild, foldsCase) : null;
  return { content: { kind: 'SHORT_TEXT', acceptedTexts, foldsCase, foldsSpace: true, pattern }, problems };
}

const wildcard = /(?<!\\)\*/;

function patternOf(texts: readonly string[], foldsCase: boolean): string {
  const alternatives = texts.map((text) =>
    text
      .split(wildcard)
      .map((part) => RE2JS.quote(part.replaceAll('\\*', '*')))
      .join('.*'),
  );
  return `${foldsCase ? '(?i)' : ''}${alternatives.join('|')}`;
}

const partlyRight = problem('answer', 'WEIGHT_NOT_HELD', 'Some texts give a share of the points; here all give all.');
