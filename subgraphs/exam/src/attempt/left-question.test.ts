import { describe, expect, it } from '@jest/globals';
import { isLeft } from './left-question.ts';

const order = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
const at = (questionId: string, sequence: number) => ({ questionId, sequence });

describe('a question of an exam that goes one way is left', () => {
  it.each([
    ['not while nothing is answered', [], at('a', 1), false],
    ['not by its own answer, which may change', [at('a', 1)], at('a', 2), false],
    ['not by an earlier one', [at('a', 1)], at('b', 2), false],
    ['by a later one answered before', [at('b', 1)], at('a', 2), true],
    ['by one much later', [at('a', 1), at('c', 2)], at('b', 3), true],
    ['not by a later one answered afterwards, whichever arrives first', [at('b', 2)], at('a', 1), false],
    ['when it is changed after going on', [at('a', 1), at('b', 2)], at('a', 3), true],
  ])('%s', (_name, stored, given, left) => {
    expect(isLeft(order, stored, given)).toBe(left);
  });
});
