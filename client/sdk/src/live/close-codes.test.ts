import { describe, expect, it } from '@jest/globals';
import { CloseCode } from 'graphql-ws';
import { closeCodes } from '../../../../gateway/src/live/close-codes.ts';
import { adviceOf, closeAdvice } from './close-codes.ts';

describe('close codes', () => {
  it.each(Object.entries(closeCodes))('does after %s what the gateway means by it', (reason, { code, comesBack }) => {
    expect(Object.keys(closeAdvice)).toContain(String(code));
    // Not with the same token; with another it may, a few times.
    if (reason === 'TOKEN_INVALID') expect(adviceOf(code)).toBe('RENEW');
    else expect(adviceOf(code) !== 'STAY').toBe(comesBack);
  });

  it('takes a new token along where the gateway says to fetch one first', () => {
    const renewing = Object.values(closeCodes).filter(({ code }) => adviceOf(code) === 'RENEW');
    const { TOKEN_INVALID, TOKEN_EXPIRED, SESSIONS_ENDED, ROLES_CHANGED } = closeCodes;
    expect(renewing).toEqual([TOKEN_INVALID, TOKEN_EXPIRED, SESSIONS_ENDED, ROLES_CHANGED]);
  });

  it('names nothing but codes of the gateway and of graphql-ws', () => {
    const known = [...Object.values(closeCodes).map(({ code }) => code), ...Object.values(CloseCode)];
    expect(Object.keys(closeAdvice).filter((code) => !known.includes(Number(code)))).toEqual([]);
  });

  it.each([undefined, 1000, 1001, 1005, 1006, 1011, 1012, 1013, 4999])('comes back after %s', (code) => {
    expect(adviceOf(code)).toBe('RETURN');
  });
});
