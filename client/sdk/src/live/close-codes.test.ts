import { describe, expect, it } from '@jest/globals';
import { closeCodes } from '../../../../gateway/src/live/close-codes.ts';
import { adviceOf, closeReasonOf, keepsPlace } from './close-codes.ts';

describe('close codes', () => {
  it.each(Object.entries(closeCodes))('does after %s what the gateway means by it', (reason, { code, advice }) => {
    expect(adviceOf(code)).toBe(advice);
    expect(closeReasonOf(code)).toBe(reason);
  });

  it.each([undefined, 1000, 1001, 1005, 1006, 1011, 1012, 1013, 4499, 4999])('comes back after %s', (code) => {
    expect(adviceOf(code)).toBe('RETURN');
    expect(closeReasonOf(code)).toBeUndefined();
    expect(keepsPlace(code)).toBe(true);
  });

  it('stays away from a server that speaks nonsense', () => {
    expect(adviceOf(4004)).toBe('STAY');
  });

  it('forgets what it was shown where another may come back, or one who may see other things', () => {
    const forgetting = Object.entries(closeCodes).filter(([, { code }]) => !keepsPlace(code));
    expect(forgetting.map(([reason]) => reason)).toEqual(['TOKEN_INVALID', 'SESSIONS_ENDED', 'ROLES_CHANGED']);
  });
});
