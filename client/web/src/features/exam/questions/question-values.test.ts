import { describe, expect, it } from '@jest/globals';
import type { AuthoredQuestionPartsFragment } from '@lectern/sdk';
import { questionInputOf } from './question-input.ts';
import { previewOf } from './question-preview-of.ts';
import { problemsOf } from './question-problems.ts';
import { type QuestionValues, questionKinds, valuesOf } from './question-values.ts';

const values = (parts: Partial<QuestionValues>): QuestionValues => ({ ...valuesOf(null), prompt: 'Why?', ...parts });
const choice = (text: string, isRight = false) => ({ key: text, text, isRight, illustration: null });
const pair = (left: string, right: string) => ({ key: left, left, right });
const item = (text: string) => ({ key: text, text });
const picture = (alt: string) => ({ id: 'p1', url: '/p1', alt, width: 10, height: 10 });
const twoPairs = [pair('Peru', 'Lima'), pair('Cuba', 'Havana')];

const wrong: readonly [string, Partial<QuestionValues>, keyof ReturnType<typeof problemsOf>, string][] = [
  ['nothing is asked', { prompt: ' ' }, 'prompt', 'noPrompt'],
  ['worth nothing', { pointsMax: 0 }, 'pointsMax', 'noPoints'],
  ['a picture that nobody describes', { illustration: picture(' ') }, 'illustration', 'noAlt'],
  ['one choice only', { choices: [choice('a', true), choice(' ')] }, 'choices', 'fewChoices'],
  ['no right choice', { choices: [choice('a'), choice('b')] }, 'choices', 'noRight'],
  ['two right choices of one', { choices: [choice('a', true), choice('b', true)] }, 'choices', 'manyRight'],
  ['the same choice twice', { choices: [choice('a b', true), choice(' A  b')] }, 'choices', 'repeated'],
  [
    'a choice that is a picture alone',
    { choices: [choice('a', true), choice('b'), { ...choice(''), illustration: picture('x') }] },
    'choices',
    'choiceWithoutText',
  ],
  ['no truth', { kind: 'TRUE_FALSE' }, 'isTrue', 'noTruth'],
  ['no number', { kind: 'NUMERIC' }, 'number', 'noNumber'],
  ['a tolerance below 0', { kind: 'NUMERIC', number: 1, tolerance: -1 }, 'tolerance', 'badTolerance'],
  [
    'a tolerance of more than the number',
    { kind: 'NUMERIC', number: 1, tolerance: 101, toleranceKind: 'RELATIVE' },
    'tolerance',
    'largeTolerance',
  ],
  ['a share of 0', { kind: 'NUMERIC', number: 0, tolerance: 5, toleranceKind: 'RELATIVE' }, 'tolerance', 'shareOfZero'],
  ['no accepted text', { kind: 'SHORT_TEXT' }, 'acceptedTexts', 'noTexts'],
  ['one pair', { kind: 'MATCHING', pairs: [pair('a', 'b'), pair('', '')] }, 'pairs', 'fewPairs'],
  ['half a pair', { kind: 'MATCHING', pairs: [...twoPairs, pair('Chile', '')] }, 'pairs', 'halfPair'],
  ['a left side twice', { kind: 'MATCHING', pairs: [...twoPairs, pair('peru', 'Quito')] }, 'pairs', 'repeated'],
  ['one right side', { kind: 'MATCHING', pairs: [pair('a', 'x'), pair('b', 'x')] }, 'pairs', 'fewTargets'],
  ['one thing to order', { kind: 'ORDERING', items: [item('a'), item(' ')] }, 'items', 'fewItems'],
  ['a thing to order twice', { kind: 'ORDERING', items: [item('a'), item('A')] }, 'items', 'repeated'],
  ['no words at most', { kind: 'ESSAY', wordsMax: 0 }, 'wordsMax', 'badWords'],
];

describe('what is wrong with a question before it is sent', () => {
  it.each(wrong)('%s', (_name, parts, field, problem) => {
    expect(problemsOf(values(parts))[field]).toBe(problem);
  });

  it.each<[string, Partial<QuestionValues>]>([
    ['several right choices of several', { kind: 'MULTIPLE_CHOICE', choices: [choice('a', true), choice('b', true)] }],
    ['a pattern without accepted texts', { kind: 'SHORT_TEXT', pattern: 'colou?r' }],
    ['two left sides with one right side', { kind: 'MATCHING', pairs: [...twoPairs, pair('Lima’s country', 'Lima')] }],
    ['an essay of any length', { kind: 'ESSAY' }],
  ])('nothing: %s', (_name, parts) => {
    expect(Object.values(problemsOf(values(parts))).filter(Boolean)).toEqual([]);
  });
});

describe('the question that is sent', () => {
  it('has only the fields of its kind and no empty choice', () => {
    const input = questionInputOf(values({ choices: [choice(' a ', true), choice(''), choice('b')] }));
    expect(input).toEqual({
      kind: 'SINGLE_CHOICE',
      prompt: 'Why?',
      pointsMax: 1,
      choices: [
        { text: 'a', isRight: true },
        { text: 'b', isRight: false },
      ],
    });
  });

  it('has the number 0 and no unit where none is written', () => {
    expect(questionInputOf(values({ kind: 'NUMERIC', number: 0, unit: ' ' }))).toMatchObject({
      number: 0,
      tolerance: 0,
      unit: null,
    });
  });

  it.each([7, 0.1, 12.5, 100])('has %p per cent as a share that reads the same when it is edited', (percent) => {
    const input = questionInputOf(
      values({ kind: 'NUMERIC', number: 9.81, tolerance: percent, toleranceKind: 'RELATIVE' }),
    );
    expect(input.tolerance).toBeCloseTo(percent / 100, 12);
    const stored = {
      ...noQuestion,
      kind: 'NUMERIC',
      toleranceKind: 'RELATIVE',
      tolerance: input.tolerance ?? 0,
    } as const;
    expect(valuesOf(stored).tolerance).toBe(percent);
  });

  it('has a right side that serves two left sides once', () => {
    const pairs = [pair('Peru', 'Spanish'), pair('Cuba', 'Spanish'), pair('Brazil', 'Portuguese')];
    const input = questionInputOf(values({ kind: 'MATCHING', pairs, extraTargets: [item('Dutch'), item('Spanish')] }));
    expect(input.targets).toEqual([{ text: 'Spanish' }, { text: 'Portuguese' }, { text: 'Dutch' }]);
    expect(input.premises).toEqual([
      { text: 'Peru', target: 1 },
      { text: 'Cuba', target: 1 },
      { text: 'Brazil', target: 2 },
    ]);
  });

  it('never asks for a negative share where there is none', () => {
    const input = questionInputOf(values({ kind: 'ORDERING', scoring: 'PARTIAL_NEGATIVE', items: [item('a')] }));
    expect(input.scoring).toBe('PARTIAL');
  });

  it('names its picture by id, with what it shows', () => {
    expect(questionInputOf(values({ illustration: picture(' a cell ') })).illustration).toEqual({
      id: 'p1',
      alt: 'a cell',
    });
  });
});

describe('the preview', () => {
  it.each(questionKinds)('of %s says nothing of what is right', (kind) => {
    const shown = JSON.stringify(
      previewOf(values({ kind, isTrue: 'true', acceptedTexts: ['secret'], pattern: 'secret' })),
    );
    for (const key of ['isRight', 'isTrue', 'acceptedTexts', 'secret', 'guidance']) expect(shown).not.toContain(key);
  });
});

const noQuestion: AuthoredQuestionPartsFragment = {
  id: 'q',
  position: 1,
  kind: 'SINGLE_CHOICE',
  prompt: '',
  pointsMax: 1,
  choices: [],
  isTrue: null,
  number: null,
  tolerance: null,
  toleranceKind: null,
  unit: null,
  acceptedTexts: [],
  foldsCase: null,
  foldsSpace: null,
  pattern: null,
  scoring: null,
  premises: [],
  targets: [],
  items: [],
  wordsMax: null,
  guidance: null,
  feedback: null,
  illustration: null,
  sectionId: null,
  bankQuestionId: null,
  bankVersion: null,
  newerBankVersion: null,
};
