import { describe, expect, it } from '@jest/globals';
import { windowState } from './exam.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const opensAt = at('09:00:00.000');
const closesAt = at('11:00:00.000');

describe('the state of a window', () => {
  it.each([
    ['no window at all', { opensAt: null, closesAt: null }, at('10:00:00'), 'NONE'],
    ['only an opening', { opensAt, closesAt: null }, at('10:00:00'), 'NONE'],
    ['a millisecond before it opens', { opensAt, closesAt }, at('08:59:59.999'), 'NOT_OPEN_YET'],
    ['the instant it opens', { opensAt, closesAt }, opensAt, 'OPEN'],
    ['a millisecond before it closes', { opensAt, closesAt }, at('10:59:59.999'), 'OPEN'],
    ['the instant it closes', { opensAt, closesAt }, closesAt, 'CLOSED'],
  ])('%s', (_name, window, now, state) => {
    expect(windowState(window, now)).toBe(state);
  });
});
