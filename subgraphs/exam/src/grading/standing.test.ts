import { describe, expect, it } from '@jest/globals';
import type { CountingAttempt } from '../exam/exam.ts';
import { standingOf } from './standing.ts';

const attempt = (number: number, scorePercent: number) => ({ number, scorePercent, isPassed: scorePercent >= 50 });
/** Latest first, as they are read. */
const three = [attempt(3, 40), attempt(2, 90), attempt(1, 20)];

describe('what counts of several attempts', () => {
  it.each<[string, CountingAttempt, ReturnType<typeof attempt>[], object | null]>([
    ['the best', 'BEST', three, { scorePercent: 90, isPassed: true, attempt: three[1] }],
    ['the last', 'LAST', three, { scorePercent: 40, isPassed: false, attempt: three[0] }],
    ['the first', 'FIRST', three, { scorePercent: 20, isPassed: false, attempt: three[2] }],
    ['the mean, which is none of them', 'MEAN', three, { scorePercent: 50, isPassed: true, attempt: null }],
    [
      'a mean just below',
      'MEAN',
      [attempt(1, 49), attempt(2, 50)],
      { scorePercent: 49.5, isPassed: false, attempt: null },
    ],
    [
      'the mean of thirds',
      'MEAN',
      [attempt(1, 33.333333), attempt(2, 33.333333), attempt(3, 33.333334)],
      { scorePercent: 33.333333, isPassed: false, attempt: null },
    ],
    ['the mean of one', 'MEAN', [attempt(1, 70)], { scorePercent: 70, isPassed: true, attempt: attempt(1, 70) }],
    [
      'of two equal ones the earlier',
      'BEST',
      [attempt(2, 60), attempt(1, 60)],
      { scorePercent: 60, isPassed: true, attempt: attempt(1, 60) },
    ],
    ['nothing without a result', 'BEST', [], null],
  ])('%s', (_name, counting, attempts, standing) => {
    expect(standingOf(attempts, counting, 50)).toEqual(standing);
  });
});
