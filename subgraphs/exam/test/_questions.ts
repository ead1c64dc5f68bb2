import fc from 'fast-check';
import { isEncodingDamaged } from '../src/import/encoding-damage.ts';
import type { QuestionFormat } from '../src/import/format.ts';
import { checkedItem, type ExchangedQuestion } from '../src/import/item.ts';
import type { QuestionContent, QuestionKind } from '../src/question/question.ts';
import { sameTextKey } from '../src/question/text-problems.ts';

/** Words that mean something to one of the formats, to Markdown, to LaTeX or to a spreadsheet. */
const pieces = [
  'word',
  'café',
  '日本語',
  'عربي',
  '🎓',
  'A\u0301',
  '=',
  '~',
  '#',
  '{',
  '}',
  ':',
  '::',
  '->',
  '\\',
  '\\n',
  '\\\\',
  '%50%',
  '[html]',
  '[markdown]',
  '####',
  '//',
  '&&092;',
  '\uF8FF',
  '\uF8FE0\uF8FE',
  '&amp;',
  '&lt;',
  '<',
  '>',
  '<b>',
  '</text>',
  ']]>',
  '<!--',
  '"',
  '""',
  "'",
  ',',
  ';',
  '|',
  '\\|',
  '*',
  '\\*',
  '**bold**',
  '_under_',
  '`code`',
  '```\nx = 1\n```',
  '$x_1^2$',
  '$$\\frac{a}{b}$$',
  '\\(x\\)',
  '\\frac',
  'A. one',
  'ANSWER: A',
  'TRUE',
  '1.5',
  '=1+1',
  '+x',
  '-y',
  '@z',
  '\n',
  '\n\n',
  '\n    indented',
  '  two spaces',
  '\t',
  '$CATEGORY: x',
  '{=a ~b}',
  '![map](https://example.org/a.png)',
  '- item',
  '| a | b |',
  '@@PLUGINFILE@@/a.png',
  '\u00A0',
  '\u2028',
  '#:',
  '1)',
] as const;

const fitting = (text: string) => text.trim() !== '' && text.isWellFormed() && !isEncodingDamaged(text);

/** Anything a question may say: pieces that mean something elsewhere, and any characters at all. */
export const anyText = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
    },
    {
      weight: 3,
      arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((all) => all.join(' ')),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }) },
  )
  .filter(fitting);

/** What people write: words, signs, mathematics and code, on one line, and nothing that a format cannot hold at all. */
const plainPieces = pieces.filter((piece) => {
  return !/[\n\t\u00A0\u2028]|@@|->|\uF8FE|^A\. one$|^ANSWER/.test(piece) && piece !== '\\|' && piece !== '\\*';
});
export const plainText = fc
  .array(fc.constantFrom(...plainPieces), { minLength: 1, maxLength: 6 })
  .map((all) => `Q ${all.join(' ')}.`)
  .filter(fitting);

const unique = (texts: fc.Arbitrary<string>, minLength: number, maxLength: number) =>
  fc.uniqueArray(texts, { minLength, maxLength, selector: sameTextKey });
const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((number) => (Object.is(number, -0) ? 0 : number));
const scorings = fc.constantFrom('ALL_OR_NOTHING' as const, 'PARTIAL' as const);

function contents(texts: fc.Arbitrary<string>): Record<QuestionKind, fc.Arbitrary<QuestionContent>> {
  const short = texts.map((text) => text.trim().slice(0, 200).trim()).filter((text) => fitting(text));
  return {
    SINGLE_CHOICE: fc
      .tuple(unique(texts, 2, 6), fc.nat())
      .map(([all, right]) => ({ kind: 'SINGLE_CHOICE', choices: choicesOf(all, [right % all.length]) })),
    MULTIPLE_CHOICE: fc
      .tuple(
        unique(texts, 2, 20),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('ALL_OR_NOTHING' as const, 'PARTIAL' as const, 'PARTIAL_NEGATIVE' as const),
      )
      .map(([all, one, other, scoring]) => ({
        kind: 'MULTIPLE_CHOICE',
        choices: choicesOf(all, [one % all.length, other % all.length]),
        scoring,
      })),
    TRUE_FALSE: fc.boolean().map((isTrue) => ({ kind: 'TRUE_FALSE', isTrue })),
    NUMERIC: fc
      .tuple(
        finite,
        fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })),
        fc.boolean(),
        fc.option(short.map((one) => one.slice(0, 40).trim()).filter(fitting)),
      )
      .map(([number, tolerance, isRelative, unit]) =>
        isRelative && number !== 0
          ? { kind: 'NUMERIC', number, tolerance: tolerance / 1e6 || 0, toleranceKind: 'RELATIVE', unit }
          : { kind: 'NUMERIC', number, tolerance: tolerance || 0, toleranceKind: 'ABSOLUTE', unit },
      ),
    SHORT_TEXT: fc
      .tuple(
        unique(short, 1, 5),
        fc.boolean(),
        fc.boolean(),
        fc.option(fc.constantFrom('colou?r', '[0-9]{4}', '(?i)a|b', '\\d+ "x"')),
        fc.boolean(),
      )
      .map(([acceptedTexts, foldsCase, foldsSpace, pattern, isAlone]) => ({
        kind: 'SHORT_TEXT',
        acceptedTexts: pattern !== null && isAlone ? [] : acceptedTexts,
        foldsCase,
        foldsSpace,
        pattern,
      })),
    MATCHING: fc
      .tuple(unique(texts, 2, 5), unique(texts, 2, 7), fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), scorings)
      .map(([left, right, picks, scoring]) => ({
        kind: 'MATCHING',
        premises: left.map((text, index) => ({
          id: `p${index}`,
          text,
          targetId: `t${(picks[index] ?? 0) % right.length}`,
        })),
        targets: right.map((text, index) => ({ id: `t${index}`, text })),
        scoring,
      })),
    ORDERING: fc.tuple(unique(texts, 2, 8), scorings).map(([all, scoring]) => ({
      kind: 'ORDERING',
      items: all.map((text, index) => ({ id: `i${index}`, text })),
      scoring,
    })),
    ESSAY: fc
      .tuple(fc.option(fc.integer({ min: 1, max: 20_000 })), fc.oneof(fc.constant(''), texts))
      .map(([wordsMax, guidance]) => ({ kind: 'ESSAY', wordsMax, guidance })),
  };
}

function choicesOf(texts: readonly string[], right: readonly number[]) {
  return texts.map((text, index) => ({ id: `c${index}`, text, isRight: right.includes(index) }));
}

/** Any question of one of these kinds that can be asked. */
export function anyQuestion(
  kinds: readonly QuestionKind[],
  texts: fc.Arbitrary<string>,
): fc.Arbitrary<ExchangedQuestion> {
  const byKind = contents(texts);
  const tags = fc
    .uniqueArray(
      texts.map((text) => text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').slice(0, 60).trim()).filter(fitting),
      { maxLength: 3 },
    )
    .map((all) => [...all].sort());
  return fc
    .tuple(
      fc.oneof(...kinds.map((kind) => byKind[kind])),
      texts,
      fc.oneof(fc.constant(1), fc.double({ min: 0.001, max: 10_000, noNaN: true })),
      fc.option(texts),
      tags,
      fc.option(fc.integer({ min: 1, max: 5 })),
    )
    .map(([content, prompt, pointsMax, feedback, named, difficulty]) => ({
      draft: { prompt, pointsMax, feedback, ...content },
      tags: named,
      difficulty,
    }))
    .filter((question) => checkedItem(question, []).problems.length === 0);
}

export const formats: readonly QuestionFormat[] = ['CSV', 'GIFT', 'AIKEN', 'MOODLE_XML', 'QTI'];
