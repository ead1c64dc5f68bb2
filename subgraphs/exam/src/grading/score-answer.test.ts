import { describe, expect, it } from '@jest/globals';
import type { Question } from '../question/question.ts';
import type { Response } from './response.ts';
import { scoreAnswer, verdictOf } from './score-answer.ts';

const base = { id: 'q', prompt: 'Q?', pointsMax: 2 };
const choices = [
  { id: 'a', text: 'one', isRight: true },
  { id: 'b', text: 'two', isRight: false },
  { id: 'c', text: 'three', isRight: true },
];
const single: Question = { ...base, kind: 'SINGLE_CHOICE', choices: choices.slice(0, 2) };
const multiple: Question = { ...base, kind: 'MULTIPLE_CHOICE', choices };
const truth: Question = { ...base, kind: 'TRUE_FALSE', isTrue: false };
const number = (right: number, tolerance: number): Question => ({
  ...base,
  kind: 'NUMERIC',
  number: right,
  tolerance,
  unit: null,
});
const text: Question = { ...base, kind: 'SHORT_TEXT', acceptedTexts: ['New York', 'Ångström'] };

describe('the points of an answer', () => {
  it.each<[string, Question, Response | null, number]>([
    ['no answer', single, null, 0],
    ['the right choice', single, { choiceIds: ['a'] }, 2],
    ['a wrong choice', single, { choiceIds: ['b'] }, 0],
    ['all right choices', multiple, { choiceIds: ['c', 'a'] }, 2],
    ['one right choice too few', multiple, { choiceIds: ['a'] }, 0],
    ['one wrong choice too many', multiple, { choiceIds: ['a', 'b', 'c'] }, 0],
    ['the truth', truth, { isTrue: false }, 2],
    ['not the truth', truth, { isTrue: true }, 0],
    ['the number', number(9.81, 0), { number: 9.81 }, 2],
    ['another number', number(9.81, 0), { number: 9.8 }, 0],
    ['the upper end of the tolerance', number(0.3, 0.1), { number: 0.4 }, 2],
    ['the lower end of the tolerance', number(0.3, 0.1), { number: 0.2 }, 2],
    ['just outside the tolerance', number(0.3, 0.1), { number: 0.4001 }, 0],
    ['a sum with a rounding error', number(0.3, 0), { number: 0.1 + 0.2 }, 2],
    ['zero and minus zero', number(0, 0), { number: -0 }, 2],
    ['a large number', number(6.022e23, 1e21), { number: 6.03e23 }, 2],
    ['the text', text, { text: 'New York' }, 2],
    ['the text in other letters and spaces', text, { text: '  new   YORK ' }, 2],
    ['the text in letters composed otherwise', text, { text: 'A\u030Angstro\u0308m' }, 2],
    ['the text with something added', text, { text: 'New York City' }, 0],
  ])('%s', (_name, question, response, points) => {
    expect(scoreAnswer(question, response)).toBe(points);
  });
});

describe('the verdict', () => {
  it.each([
    ['no answer', null, 'UNANSWERED'],
    ['no points', 0, 'WRONG'],
    ['some points', 1, 'PARTLY_RIGHT'],
    ['full points', 2, 'RIGHT'],
  ] as const)('%s', (_name, points, verdict) => {
    expect(verdictOf(points, 2)).toBe(verdict);
  });
});
