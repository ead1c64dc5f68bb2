import type { Details } from '../import/details.ts';
import type { QuestionContent } from '../question/question.ts';

/** What formats made for other programs have no place for, or would read otherwise; empty when there is nothing. */
export function contentDetails(content: QuestionContent): Details {
  switch (content.kind) {
    case 'MULTIPLE_CHOICE':
      return { scoring: content.scoring ?? 'ALL_OR_NOTHING' };
    case 'NUMERIC': {
      const { toleranceKind, tolerance, unit } = content;
      return { ...(toleranceKind === 'RELATIVE' ? { toleranceKind, tolerance } : {}), ...(unit ? { unit } : {}) };
    }
    case 'SHORT_TEXT': {
      const { acceptedTexts, foldsCase = true, foldsSpace = true, pattern = null } = content;
      return {
        ...(acceptedTexts.length === 0 ? { acceptedTexts } : {}),
        ...(foldsCase ? {} : { foldsCase }),
        ...(foldsSpace ? {} : { foldsSpace }),
        ...(pattern === null ? {} : { pattern }),
      };
    }
    case 'MATCHING':
    case 'ORDERING':
      return { scoring: content.scoring };
    case 'ESSAY':
      return { ...(content.wordsMax === null ? {} : { wordsMax: content.wordsMax }) };
    case 'SINGLE_CHOICE':
    case 'TRUE_FALSE':
      return {};
    default:
      return content satisfies never;
  }
}

/** The accepted texts as other programs shall know them: a pattern that stands alone is written as a text. */
export function writtenTexts({
  acceptedTexts,
  pattern,
}: Extract<QuestionContent, { kind: 'SHORT_TEXT' }>): readonly string[] {
  return acceptedTexts.length === 0 && pattern ? [pattern] : acceptedTexts;
}

/** The tolerance in the unit of the number. */
export function absoluteTolerance(content: Extract<QuestionContent, { kind: 'NUMERIC' }>): number {
  const { number, tolerance, toleranceKind } = content;
  return toleranceKind === 'RELATIVE' ? Number((Math.abs(number) * tolerance).toPrecision(15)) : tolerance;
}

/** What each choice gives in per cent, as Moodle writes it: `100`, `33.33333`, `-50`. */
export function percentOf(
  { choices, scoring = 'ALL_OR_NOTHING' }: Extract<QuestionContent, { kind: 'MULTIPLE_CHOICE' }>,
  isRight: boolean,
): string {
  const share = 100 / Math.max(1, choices.filter((choice) => choice.isRight).length);
  const wrong = { PARTIAL: 0, PARTIAL_NEGATIVE: -share, ALL_OR_NOTHING: -100 }[scoring];
  return String(Number((isRight ? share : wrong).toFixed(5)));
}

/** Difficulty as a tag: most programs have tags and no difficulty. */
export function writtenTags(tags: readonly string[], difficulty: number | null): string[] {
  return difficulty === null ? [...tags] : [...tags, `difficulty:${difficulty}`];
}

/** A number without an exponent, for readers that know none. */
export function plainDecimal(number: number): string {
  const text = String(number);
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (whole === '') return text;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return (
    sign + (point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`)
  );
}
