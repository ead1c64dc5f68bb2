import { describe, expect, it } from '@jest/globals';
import { type Choice, type QuestionDraft, questionProblems } from './question.ts';

const base = { prompt: 'Which?', pointsMax: 1 };
const choice = (text: string, isRight = false): Choice => ({ id: text, text, isRight });
const single = (...choices: Choice[]): QuestionDraft => ({
  ...base,
  kind: 'SINGLE_CHOICE',
  choices,
});
const numeric = (change: object): QuestionDraft => ({
  ...base,
  kind: 'NUMERIC',
  number: 1,
  tolerance: 0,
  unit: null,
  ...change,
});
const texts = (...acceptedTexts: string[]): QuestionDraft => ({ ...base, kind: 'SHORT_TEXT', acceptedTexts });
const pattern = (text: string, ...acceptedTexts: string[]): QuestionDraft => ({
  ...base,
  kind: 'SHORT_TEXT',
  acceptedTexts,
  pattern: text,
});
const items = (...all: string[]) => all.map((text, index) => ({ id: `item-${index}`, text }));
const ordering = (...all: string[]): QuestionDraft => ({
  ...base,
  kind: 'ORDERING',
  items: items(...all),
  scoring: 'PARTIAL',
});
/** Each left side belongs to the right side at its own place. */
const matching = (left: readonly string[], right: readonly string[]): QuestionDraft => ({
  ...base,
  kind: 'MATCHING',
  premises: left.map((text, index) => ({ id: `left-${index}`, text, targetId: `item-${index}` })),
  targets: items(...right),
  scoring: 'PARTIAL',
});
const essay = (change: object): QuestionDraft => ({ ...base, kind: 'ESSAY', wordsMax: null, guidance: '', ...change });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const picture = (alt: string) => ({ id: 'picture', alt });
const truth: QuestionDraft = { ...base, kind: 'TRUE_FALSE', isTrue: true };
const many = Array.from({ length: 21 }, (_, index) => choice(String(index), index === 0));

describe('what is wrong with a question', () => {
  it.each<[string, QuestionDraft, string[]]>([
    ['nothing: two choices', single(choice('a', true), choice('b')), []],
    ['nothing: a number', numeric({}), []],
    ['nothing: a text', texts('a'), []],
    ['nothing: choices that differ in letters only', single(choice('Ion', true), choice('ion')), []],
    ['an empty prompt', { ...truth, prompt: ' ' }, ['prompt PROMPT_MISSING']],
    ['a long prompt', { ...truth, prompt: 'x'.repeat(10_001) }, ['prompt PROMPT_TOO_LONG']],
    ['a NUL', { ...truth, prompt: 'a\0b' }, ['prompt TEXT_NOT_STORABLE']],
    ['half a surrogate pair', { ...truth, prompt: 'a\uD800' }, ['prompt TEXT_NOT_STORABLE']],
    ['no points', { ...truth, pointsMax: 0 }, ['pointsMax POINTS_OUT_OF_RANGE']],
    ['endless points', { ...truth, pointsMax: Number.POSITIVE_INFINITY }, ['pointsMax POINTS_OUT_OF_RANGE']],
    ['one choice', single(choice('a', true)), ['choices CHOICES_TOO_FEW']],
    ['21 choices', single(...many), ['choices CHOICES_TOO_MANY']],
    ['a long choice', single(choice('a', true), choice('x'.repeat(2_001))), ['choices.1 CHOICE_TOO_LONG']],
    ['an empty choice', single(choice('a', true), choice(' ')), ['choices.1 CHOICE_MISSING']],
    ['a repeated choice', single(choice('a', true), choice(' a ')), ['choices.1 CHOICE_REPEATED']],
    ['no right choice', single(choice('a'), choice('b')), ['answer ANSWER_MISSING']],
    ['two right choices of one', single(choice('a', true), choice('b', true)), ['answer ANSWERS_TOO_MANY']],
    ['no number', numeric({ number: Number.NaN }), ['answer ANSWER_NOT_A_NUMBER']],
    ['a tolerance below zero', numeric({ tolerance: -1 }), ['tolerance TOLERANCE_OUT_OF_RANGE']],
    ['a long unit', numeric({ unit: 'x'.repeat(41) }), ['unit UNIT_TOO_LONG']],
    ['no accepted text', texts(), ['answer ANSWER_MISSING']],
    ['an empty accepted text', texts('a', ''), ['answer ANSWER_MISSING']],
    ['a long accepted text', texts('x'.repeat(201)), ['answer ANSWER_TOO_LONG']],
    ['51 accepted texts', texts(...numbers(51)), ['answer ANSWERS_TOO_MANY']],
    ['nothing: a share of the number', numeric({ tolerance: 0.05, toleranceKind: 'RELATIVE' }), []],
    [
      'a share of more than all',
      numeric({ tolerance: 1.5, toleranceKind: 'RELATIVE' }),
      ['tolerance TOLERANCE_OUT_OF_RANGE'],
    ],
    [
      'a share of nothing',
      numeric({ number: 0, tolerance: 0.1, toleranceKind: 'RELATIVE' }),
      ['tolerance TOLERANCE_OF_ZERO'],
    ],
    ['nothing: a pattern alone', pattern('colou?rs?'), []],
    ['nothing: a pattern beside a text', pattern('[0-9]{4}', 'never'), []],
    ['a pattern that looks back', pattern('(a)\\1', 'a'), ['pattern PATTERN_NOT_VALID']],
    ['a pattern that looks ahead', pattern('(?=a)a', 'a'), ['pattern PATTERN_NOT_VALID']],
    ['a pattern that does not close', pattern('(a', 'a'), ['pattern PATTERN_NOT_VALID']],
    ['a pattern that explodes', pattern('((a{1000}){1000}){1000}', 'a'), ['pattern PATTERN_NOT_VALID']],
    ['an empty pattern', pattern('', 'a'), ['pattern PATTERN_NOT_VALID']],
    ['a long pattern', pattern('x'.repeat(501), 'a'), ['pattern PATTERN_TOO_LONG']],
    ['nothing: a match with more on the right', matching(['a', 'b'], ['x', 'y', 'z']), []],
    ['a match of one', matching(['a'], ['x']), ['premises PREMISES_TOO_FEW', 'targets TARGETS_TOO_FEW']],
    ['a match of 21', matching(numbers(21), numbers(21)), ['premises PREMISES_TOO_MANY', 'targets TARGETS_TOO_MANY']],
    ['an empty left side', matching(['a', ' '], ['x', 'y']), ['premises.1 PREMISE_MISSING']],
    ['an empty right side', matching(['a', 'b'], ['x', '']), ['targets.1 TARGET_MISSING']],
    ['a repeated left side', matching(['a', 'a'], ['x', 'y']), ['premises.1 PREMISE_REPEATED']],
    ['a repeated right side', matching(['a', 'b'], ['x', ' x']), ['targets.1 TARGET_REPEATED']],
    [
      'a left side that belongs to nothing',
      matching(['a', 'b', 'c'], ['x', 'y']),
      ['premises.2 PREMISE_WITHOUT_TARGET'],
    ],
    ['a long left side', matching(['a', 'x'.repeat(501)], ['x', 'y']), ['premises.1 PREMISE_TOO_LONG']],
    ['a long right side', matching(['a', 'b'], ['x', 'x'.repeat(501)]), ['targets.1 TARGET_TOO_LONG']],
    ['nothing: an order', ordering('a', 'b', 'c'), []],
    ['an order of one', ordering('a'), ['items ITEMS_TOO_FEW']],
    ['an order of 21', ordering(...numbers(21)), ['items ITEMS_TOO_MANY']],
    ['an empty thing to order', ordering('a', ''), ['items.1 ITEM_MISSING']],
    ['two things that read the same', ordering('a', 'b', 'a '), ['items.2 ITEM_REPEATED']],
    ['a long thing to order', ordering('a', 'x'.repeat(501)), ['items.1 ITEM_TOO_LONG']],
    ['nothing: an essay', essay({ wordsMax: 500, guidance: 'A **clear** line of thought.' }), []],
    ['an essay of no words', essay({ wordsMax: 0 }), ['wordsMax WORDS_OUT_OF_RANGE']],
    ['an essay of half a word', essay({ wordsMax: 1.5 }), ['wordsMax WORDS_OUT_OF_RANGE']],
    ['an essay of a book', essay({ wordsMax: 20_001 }), ['wordsMax WORDS_OUT_OF_RANGE']],
    ['long guidance', essay({ guidance: 'x'.repeat(20_001) }), ['guidance GUIDANCE_TOO_LONG']],
    ['nothing: feedback', { ...truth, feedback: 'Because.' }, []],
    ['long feedback', { ...truth, feedback: 'x'.repeat(10_001) }, ['feedback FEEDBACK_TOO_LONG']],
    ['feedback with a NUL', { ...truth, feedback: 'a\0b' }, ['feedback TEXT_NOT_STORABLE']],
    ['nothing: a picture with words', { ...truth, promptIllustration: picture('A map') }, []],
    ['a picture without words', { ...truth, promptIllustration: picture(' ') }, ['promptIllustration ALT_MISSING']],
    [
      'a picture with too many words',
      { ...truth, promptIllustration: picture('x'.repeat(501)) },
      ['promptIllustration ALT_TOO_LONG'],
    ],
    [
      'a choice whose picture has no words',
      single(choice('a', true), { ...choice('b'), illustration: picture('') }),
      ['choices.1 ALT_MISSING'],
    ],
  ])('%s', (_name, draft, expected) => {
    expect(questionProblems(draft).map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
  });
});
