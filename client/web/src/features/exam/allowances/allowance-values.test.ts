import { describe, expect, it } from '@jest/globals';
import { allowanceInput, isEmptyAllowance, noAllowance } from './allowance-values.ts';

describe('an allowance of the form', () => {
  it('names the learner, minutes as seconds and a share as a factor', () => {
    const values = { ...noAllowance, learnerId: 'l', groupId: 'g', minutes: 7.5, percent: 25, reason: ' illness ' };
    expect(allowanceInput('e', values)).toEqual({
      examId: 'e',
      learnerId: 'l',
      extraSeconds: 450,
      timeFactor: 1.25,
      extraAttempts: 0,
      opensAt: null,
      closesAt: null,
      reason: 'illness',
    });
  });

  it('names the group alone when it is for one', () => {
    const input = allowanceInput('e', { ...noAllowance, to: 'group', learnerId: 'l', groupId: 'g' });
    expect([input.groupId, input.learnerId]).toEqual(['g', undefined]);
  });

  it.each([
    ['nothing', {}, true],
    ['nothing, cleared fields', { minutes: '', percent: '' }, true],
    ['minutes', { minutes: 1 }, false],
    ['a share', { percent: '25' }, false],
    ['an attempt', { attempts: 1 }, false],
    ['another window', { closesAt: '2026-03-01T10:00' }, false],
  ])('gives %s', (_name, values, wanted) => {
    expect(isEmptyAllowance({ ...noAllowance, ...values })).toBe(wanted);
  });
});
