import { describe, expect, it } from '@jest/globals';
import type { Question } from '../question/question.ts';
import { type GivenAnswer, parseAnswer } from './parse-answer.ts';

const base = { id: 'q', prompt: 'Q?', pointsMax: 1 };
const choices = ['a', 'b', 'c'].map((id) => ({ id, text: id, isRight: id === 'a' }));
const questions = {
  single: { ...base, kind: 'SINGLE_CHOICE', choices },
  multiple: { ...base, kind: 'MULTIPLE_CHOICE', choices },
  truth: { ...base, kind: 'TRUE_FALSE', isTrue: true },
  number: { ...base, kind: 'NUMERIC', number: 4711, tolerance: 0, unit: null },
  text: { ...base, kind: 'SHORT_TEXT', acceptedTexts: ['abracadabra'] },
} satisfies Record<string, Question>;
type Name = keyof typeof questions;

describe('answers that fit', () => {
  it.each<[string, Name, GivenAnswer, object | null]>([
    ['one choice', 'single', { choiceIds: ['b'] }, { choiceIds: ['b'] }],
    ['several choices, in the order of the question', 'multiple', { choiceIds: ['c', 'a'] }, { choiceIds: ['a', 'c'] }],
    ['the same choice twice', 'single', { choiceIds: ['b', 'b'] }, { choiceIds: ['b'] }],
    ['a truth', 'truth', { isTrue: false }, { isTrue: false }],
    ['zero', 'number', { number: 0 }, { number: 0 }],
    ['a text', 'text', { text: ' x ' }, { text: ' x ' }],
    ['nothing at all', 'number', {}, null],
    ['no choices', 'multiple', { choiceIds: [] }, null],
    ['a blank text', 'text', { text: '  ' }, null],
    ['nulls beside what fits', 'truth', { isTrue: true, text: null, number: null, choiceIds: null }, { isTrue: true }],
  ])('%s', (_name, question, given, response) => {
    expect(parseAnswer(questions[question], given)).toEqual({ response });
  });
});

describe('answers that do not', () => {
  it.each<[string, Name, GivenAnswer, string]>([
    ['an unknown choice', 'single', { choiceIds: ['z'] }, 'choiceIds'],
    ['a known and an unknown choice', 'multiple', { choiceIds: ['a', 'z'] }, 'choiceIds'],
    ['two of one', 'single', { choiceIds: ['a', 'b'] }, 'choiceIds'],
    ['very many', 'multiple', { choiceIds: Array(1_000).fill('a') }, 'choiceIds'],
    ['another kind', 'text', { number: 1 }, 'number'],
    ['an empty list for a number', 'number', { choiceIds: [] }, 'choiceIds'],
    ['infinity', 'number', { number: Number.POSITIVE_INFINITY }, 'number'],
    ['no number', 'number', { number: Number.NaN }, 'number'],
    ['a long text', 'text', { text: 'x'.repeat(201) }, 'text'],
    ['a NUL', 'text', { text: '\0' }, 'text'],
    ['half a surrogate pair', 'text', { text: '\uDC00' }, 'text'],
  ])('%s', (_name, question, given, field) => {
    const parsed = parseAnswer(questions[question], given);
    expect(parsed).toMatchObject({ field });
    expect(JSON.stringify(parsed)).not.toMatch(/4711|abracadabra/);
  });
});
