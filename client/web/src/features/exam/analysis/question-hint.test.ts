import { describe, expect, it } from '@jest/globals';
import { hintOf } from './question-hint.ts';

describe('what a question’s numbers suggest', () => {
  it.each([
    ['a good question', 0.4, 100, null],
    ['just good enough', 0.2, 100, null],
    ['one that tells little', 0.19, 100, 'weak'],
    ['one that tells nothing', 0, 100, 'weak'],
    ['one that the strong get wrong', -0.01, 100, 'suspicious'],
    ['too few attempts to say', -0.5, 9, null],
    ['a number that cannot be said', null, 100, null],
  ])('%s', (_name, discrimination, attemptCount, hint) => {
    expect(hintOf({ discrimination, attemptCount })).toBe(hint);
  });
});
