import { describe, expect, it } from '@jest/globals';
import { newChoiceId } from '../question/new-choice-id.ts';
import type { QuestionDraft } from '../question/question.ts';
import { difficultyProblem, isSameQuestion, readTags } from './bank.ts';

describe('tags', () => {
  it.each([
    ['are trimmed, once each and in order', [' b ', 'a', 'b', 'a  c'], ['a', 'a c', 'b']],
    ['may be none', [], []],
    ['keep their letters', ['Übung', 'übung'], ['Übung', 'übung']],
    ['have 60 characters', ['x'.repeat(60)], ['x'.repeat(60)]],
    ['are 20', Array.from({ length: 20 }, (_, i) => `t${i + 10}`), Array.from({ length: 20 }, (_, i) => `t${i + 10}`)],
  ])('%s', (_name, given, tags) => {
    expect(readTags(given)).toEqual({ tags });
  });

  it.each([
    ['empty', ['a', ' ']],
    ['too long', ['x'.repeat(61)]],
    ['not to be stored', ['a\0b']],
    ['too many', Array.from({ length: 21 }, (_, i) => `t${i}`)],
  ])('%s are refused', (_name, given) => {
    expect(readTags(given)).toMatchObject({ field: 'tags' });
  });
});

describe('a difficulty', () => {
  it.each([
    [null, true],
    [1, true],
    [5, true],
    [0, false],
    [6, false],
    [2.5, false],
  ])('%s: %s', (difficulty, isGood) => {
    expect(difficultyProblem(difficulty) === null).toBe(isGood);
  });
});

const choices = (...texts: string[]) =>
  texts.map((text) => ({ id: newChoiceId(), text, isRight: text.endsWith('!'), illustration: null }));
const single = (change: object = {}): QuestionDraft => ({
  ...{ prompt: '?', pointsMax: 1, feedback: null, promptIllustration: null },
  ...{ kind: 'SINGLE_CHOICE', choices: choices('a!', 'b') },
  ...change,
});
const matching = (targets: readonly number[]): QuestionDraft => {
  const sides = ['x', 'y'].map((text) => ({ id: newChoiceId(), text }));
  return {
    ...{ prompt: '?', pointsMax: 1, kind: 'MATCHING', scoring: 'PARTIAL', targets: sides },
    premises: targets.map((target, index) => ({
      id: newChoiceId(),
      text: `${index}`,
      targetId: sides[target]?.id ?? '',
    })),
  };
};

describe('two questions are the same', () => {
  it.each<[string, QuestionDraft, QuestionDraft, boolean]>([
    ['when only the ids differ', single(), single(), true],
    ['not when the prompt differs', single(), single({ prompt: '!' }), false],
    ['not when the points differ', single(), single({ pointsMax: 2 }), false],
    ['not when the key differs', single(), single({ choices: choices('a', 'b!') }), false],
    ['not when the order differs', single(), single({ choices: choices('b', 'a!') }), false],
    ['not when the explanation differs', single(), single({ feedback: 'So.' }), false],
    ['not when the kind differs', single(), single({ kind: 'MULTIPLE_CHOICE' }), false],
    ['not when the picture differs', single(), single({ promptIllustration: { id: 'i', alt: 'a' } }), false],
    [
      'not when the words for a picture differ',
      single({ promptIllustration: { id: 'i', alt: 'b' } }),
      single({ promptIllustration: { id: 'i', alt: 'a' } }),
      false,
    ],
    ['when the same belongs together', matching([0, 1]), matching([0, 1]), true],
    ['not when something else belongs together', matching([0, 1]), matching([1, 0]), false],
  ])('%s', (_name, one, other, same) => {
    expect(isSameQuestion(one, other)).toBe(same);
  });
});
