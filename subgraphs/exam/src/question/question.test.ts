import { describe, expect, it } from '@jest/globals';
import { type QuestionDraft, questionProblems } from './question.ts';

const base = { prompt: 'Which?', pointsMax: 1 };
const choice = (text: string, isRight = false) => ({ id: text, text, isRight });
const single = (...choices: ReturnType<typeof choice>[]): QuestionDraft => ({
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
  ])('%s', (_name, draft, expected) => {
    expect(questionProblems(draft).map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
  });
});
