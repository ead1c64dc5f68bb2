import { describe, expect, it } from '@jest/globals';
import type { Question } from '../question/question.ts';
import { correctedQuestion, type KeyChange } from './corrected-question.ts';

const base = { id: 'q', prompt: 'Q?', pointsMax: 2 };
const item = (id: string) => ({ id, text: id });
const choices = ['a', 'b', 'c'].map((id) => ({ ...item(id), isRight: id === 'a' }));
const single: Question = { ...base, kind: 'SINGLE_CHOICE', choices };
const multiple: Question = { ...base, kind: 'MULTIPLE_CHOICE', choices };
const truth: Question = { ...base, kind: 'TRUE_FALSE', isTrue: true };
const numeric: Question = { ...base, kind: 'NUMERIC', number: 5, tolerance: 0.1, unit: 'm' };
const short: Question = { ...base, kind: 'SHORT_TEXT', acceptedTexts: ['Ann'], pattern: 'a+' };
const matching: Question = {
  ...{ ...base, kind: 'MATCHING', scoring: 'PARTIAL' },
  premises: [
    { ...item('p1'), targetId: 't1' },
    { ...item('p2'), targetId: 't2' },
  ],
  targets: [item('t1'), item('t2')],
};
const ordering: Question = { ...base, kind: 'ORDERING', scoring: 'PARTIAL', items: [item('1'), item('2')] };
const essay: Question = { ...base, kind: 'ESSAY', wordsMax: null, guidance: '' };
const right = (...ids: string[]) => choices.map((choice) => ({ ...choice, isRight: ids.includes(choice.id) }));
const swapped = [
  { premiseId: 'p1', targetId: 't2' },
  { premiseId: 'p2', targetId: 't2' },
];

describe('a question with its new key', () => {
  it.each<[string, Question, Partial<KeyChange>, object]>([
    ['another choice', single, { rightChoiceIds: ['b'] }, { choices: right('b') }],
    ['several accepted where one can be chosen', single, { rightChoiceIds: ['b', 'a'] }, { choices: right('a', 'b') }],
    ['several right choices', multiple, { rightChoiceIds: ['b', 'c'] }, { choices: right('b', 'c') }],
    ['the other truth', truth, { isTrue: false }, { isTrue: false }],
    ['another number, with the tolerance it had', numeric, { number: 6 }, { number: 6, tolerance: 0.1 }],
    [
      'a tolerance as a share',
      numeric,
      { tolerance: 0.2, toleranceKind: 'RELATIVE' },
      { number: 5, tolerance: 0.2, toleranceKind: 'RELATIVE' },
    ],
    [
      'other texts, with the pattern it had',
      short,
      { acceptedTexts: ['Bob'] },
      { acceptedTexts: ['Bob'], pattern: 'a+' },
    ],
    ['no pattern any more', short, { pattern: '' }, { acceptedTexts: ['Ann'], pattern: null }],
    [
      'other pairs, one right side twice',
      matching,
      { matches: swapped },
      { premises: [{ targetId: 't2' }, { targetId: 't2' }] },
    ],
    ['another order', ordering, { order: ['2', '1'] }, { items: [item('2'), item('1')] }],
  ])('%s', (_name, question, change, corrected) => {
    const result = correctedQuestion(question, { questionId: 'q', isVoided: false, ...change });
    expect(result).toMatchObject({ question: { id: 'q', pointsMax: 2, ...corrected } });
  });

  it.each<[string, Question, Partial<KeyChange>, string]>([
    ['nothing given', single, {}, 'rightChoiceIds'],
    ['what belongs to another kind', truth, { number: 1 }, 'number'],
    ['no right choice', multiple, { rightChoiceIds: [] }, 'rightChoiceIds'],
    ['a choice it does not have', single, { rightChoiceIds: ['z'] }, 'rightChoiceIds'],
    ['a number that is none', numeric, { number: Number.NaN }, 'number'],
    ['a tolerance below 0', numeric, { tolerance: -1 }, 'tolerance'],
    ['a pattern that RE2 does not take', short, { pattern: '(?=x)' }, 'pattern'],
    ['no accepted text and no pattern', short, { acceptedTexts: [], pattern: '' }, 'acceptedTexts'],
    ['a left side left out', matching, { matches: swapped.slice(1) }, 'matches'],
    ['a left side twice', matching, { matches: swapped.map((each) => ({ ...each, premiseId: 'p1' })) }, 'matches'],
    [
      'a right side it does not have',
      matching,
      { matches: swapped.map((each) => ({ ...each, targetId: 'x' })) },
      'matches',
    ],
    ['an item twice', ordering, { order: ['1', '1'] }, 'order'],
    ['an essay', essay, {}, 'isVoided'],
  ])('is refused: %s', (_name, question, change, field) => {
    expect(correctedQuestion(question, { questionId: 'q', isVoided: false, ...change })).toMatchObject({ field });
  });
});
