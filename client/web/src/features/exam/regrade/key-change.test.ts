import { describe, expect, it } from '@jest/globals';
import { isChanged, type KeyedQuestion, presentKey, toSend } from './key-change.ts';

const question = (change: Partial<KeyedQuestion>): KeyedQuestion => ({
  id: 'q',
  position: 1,
  kind: 'SINGLE_CHOICE',
  prompt: 'What?',
  pointsMax: 1,
  choices: [],
  isTrue: null,
  number: null,
  tolerance: null,
  toleranceKind: null,
  unit: null,
  acceptedTexts: [],
  pattern: null,
  premises: [],
  targets: [],
  items: [],
  ...change,
});
const choices = [
  { id: 'a', text: 'A', isRight: true },
  { id: 'b', text: 'B', isRight: false },
];

describe('putting a key right', () => {
  it('begins with the key there is, which changes nothing', () => {
    const asked = question({ choices });
    expect(presentKey(asked).rightChoiceIds).toEqual(['a']);
    expect(isChanged(asked, presentKey(asked))).toBe(false);
  });

  it('notices a further right choice', () => {
    const asked = question({ choices });
    expect(isChanged(asked, { ...presentKey(asked), rightChoiceIds: ['a', 'b'] })).toBe(true);
  });

  it('sends no key for a question that shall not count', () => {
    const change = { ...presentKey(question({ choices })), isVoided: true };
    expect(toSend(change)).toEqual({ questionId: 'q', isVoided: true });
  });

  it('leaves out lines without an answer', () => {
    const change = presentKey(question({ kind: 'SHORT_TEXT', acceptedTexts: ['Jakarta', ' ', ' DKI '] }));
    expect(toSend(change).acceptedTexts).toEqual(['Jakarta', 'DKI']);
  });
});
