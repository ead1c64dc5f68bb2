import { describe, expect, it } from '@jest/globals';
import { fromLocalInput, toLocalInput } from './local-time.ts';

describe('times in forms', () => {
  it('come back as the same instant, to the minute', () => {
    const at = '2026-03-01T09:30:00.000Z';
    expect(fromLocalInput(toLocalInput(at))).toBe(at);
  });

  it.each([
    ['', null],
    ['nonsense', null],
  ])('%p is no time', (value, wanted) => {
    expect(fromLocalInput(value)).toBe(wanted);
  });

  it('no time is an empty input', () => {
    expect(toLocalInput(null)).toBe('');
  });
});
