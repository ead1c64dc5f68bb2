import { describe, expect, it } from '@jest/globals';
import { furthestIndex } from './place.ts';

const questions = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
const answer = (questionId: string, sequence = 1) => ({ questionId, sequence });

describe('how far a learner has come', () => {
  it.each([
    ['to the beginning, with nothing answered', [], 0, 0],
    ['to the last question answered', [answer('a'), answer('c')], 0, 2],
    ['to where this device was, though the question is unanswered', [answer('a')], 3, 3],
    ['no further than by answers: a mark is none', [answer('d', 0)], 1, 1],
    ['no further than the last question', [], 9, 3],
  ])('%s', (_name, answers, kept, wanted) => {
    expect(furthestIndex(questions, answers, kept)).toBe(wanted);
  });
});
