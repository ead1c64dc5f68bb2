import { describe, expect, it } from '@jest/globals';
import { createCodeTries, isAccessCode, triesMax, triesWindowMs } from './access-code.ts';

describe('an access code', () => {
  it.each([
    ['as it is', 'Blue-42', 'Blue-42', true],
    ['with spaces around it', '  Blue-42\n', 'Blue-42', true],
    ['in another case', 'BLUE-42', 'Blue-42', true],
    ['in full width, as some keyboards write', 'Ｂｌｕｅ-４２', 'Blue-42', true],
    ['composed and not', 'Ame\u0301lie', 'Amélie', true],
    ['with a space inside', 'Blue -42', 'Blue-42', false],
    ['a part of it', 'Blue', 'Blue-42', false],
    ['nothing', '', 'Blue-42', false],
  ])('%s', (_name, given, code, isRight) => {
    expect(isAccessCode(given, code)).toBe(isRight);
  });
});

describe('tries', () => {
  const exam = { id: 'exam', accessCode: 'right' };
  const outcome = (act: () => void) => {
    try {
      act();
      return 'taken';
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error;
    }
  };

  it('are limited for one learner in one exam, also with the right code, until the time is over', () => {
    let now = 0;
    const tries = createCodeTries({ now: () => now });
    const attempt = (given: string | null, learner = 'ann', of = exam) =>
      outcome(() => tries.check(of, learner, given));
    for (let count = 0; count < triesMax; count += 1) expect(attempt('wrong')).toBe('ACCESS_CODE_WRONG');
    now = triesWindowMs - 1;
    expect([attempt('wrong'), attempt('right')]).toEqual(['ACCESS_CODE_TRIES_USED', 'ACCESS_CODE_TRIES_USED']);
    expect(attempt('right', 'bob')).toBe('taken');
    expect(attempt('right', 'ann', { ...exam, id: 'another' })).toBe('taken');
    now = triesWindowMs;
    expect(attempt('right')).toBe('taken');
  });

  it('begin anew with the right code, and asking without one is none', () => {
    const tries = createCodeTries({ now: () => 0 });
    const attempt = (given: string | null) => outcome(() => tries.check(exam, 'ann', given));
    for (let round = 0; round < 3; round += 1) {
      for (let count = 1; count < triesMax; count += 1) expect(attempt('wrong')).toBe('ACCESS_CODE_WRONG');
      for (let count = 0; count < 20; count += 1) expect(attempt(null)).toBe('ACCESS_CODE_WRONG');
      expect(attempt('right')).toBe('taken');
    }
  });

  it('are not counted where no code is asked for', () => {
    const tries = createCodeTries({ now: () => 0 });
    expect(outcome(() => tries.check({ id: 'exam', accessCode: null }, 'ann', undefined))).toBe('taken');
  });
});
