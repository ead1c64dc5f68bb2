import { describe, expect, it } from '@jest/globals';
import { type AllowanceGrant, effectiveAllowance, grantProblem } from './allowance.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const grant = (change: Partial<AllowanceGrant> = {}): AllowanceGrant => ({
  extraSeconds: 0,
  timeFactor: 1,
  extraAttempts: 0,
  opensAt: null,
  closesAt: null,
  ...change,
});
const nothing = { extraSeconds: 0, extraAttempts: 0, opensAt: null, closesAt: null };

describe('what allowances come to', () => {
  it.each<readonly [string, readonly AllowanceGrant[], Partial<ReturnType<typeof effectiveAllowance>>]>([
    ['none', [], {}],
    ['ten minutes', [grant({ extraSeconds: 600 })], { extraSeconds: 600 }],
    ['a quarter more of an hour', [grant({ timeFactor: 1.25 })], { extraSeconds: 900 }],
    ['a tenth more, to the second', [grant({ timeFactor: 1.1 })], { extraSeconds: 360 }],
    ['both in one', [grant({ timeFactor: 1.5, extraSeconds: 60 })], { extraSeconds: 1_860 }],
    [
      'the most generous of each, from different ones',
      [grant({ timeFactor: 1.25, extraSeconds: 60, extraAttempts: 2 }), grant({ extraSeconds: 600, extraAttempts: 1 })],
      { extraSeconds: 1_500, extraAttempts: 2 },
    ],
    ['not the sum of two', [grant({ extraSeconds: 600 }), grant({ extraSeconds: 300 })], { extraSeconds: 600 }],
    [
      'a window of its own, also a narrower one',
      [grant({ opensAt: at('10:00:00'), closesAt: at('11:00:00') })],
      { opensAt: at('10:00:00'), closesAt: at('11:00:00') },
    ],
    ['half a window', [grant({ closesAt: at('18:00:00') })], { closesAt: at('18:00:00') }],
    [
      'the widest of two windows, and who has none does not narrow it',
      [
        grant({ opensAt: at('10:00:00'), closesAt: at('12:00:00') }),
        grant({ opensAt: at('09:00:00'), closesAt: at('11:00:00') }),
        grant({ extraSeconds: 60 }),
      ],
      { extraSeconds: 60, opensAt: at('09:00:00'), closesAt: at('12:00:00') },
    ],
  ])('%s', (_name, grants, expected) => {
    expect(effectiveAllowance(grants, { timeLimitSeconds: 3_600 })).toEqual({ ...nothing, ...expected });
    expect(effectiveAllowance(grants.toReversed(), { timeLimitSeconds: 3_600 })).toEqual({ ...nothing, ...expected });
  });

  it('rounds half a second up', () => {
    expect(effectiveAllowance([grant({ timeFactor: 1.5 })], { timeLimitSeconds: 61 }).extraSeconds).toBe(31);
  });
});

describe('an allowance that is not acceptable', () => {
  const exam = { opensAt: at('09:00:00'), closesAt: at('11:00:00') };
  const now = at('09:30:00');
  it.each<readonly [string, Partial<AllowanceGrant>, keyof AllowanceGrant | null]>([
    ['nothing', {}, 'extraSeconds'],
    ['a second', { extraSeconds: 1 }, null],
    ['a day', { extraSeconds: 86_400 }, null],
    ['more than a day', { extraSeconds: 86_401 }, 'extraSeconds'],
    ['less than nothing', { extraSeconds: -1 }, 'extraSeconds'],
    ['a factor below 1', { timeFactor: 0.99 }, 'timeFactor'],
    ['the highest factor', { timeFactor: 10 }, null],
    ['a higher one', { timeFactor: 10.01 }, 'timeFactor'],
    ['one attempt', { extraAttempts: 1 }, null],
    ['fewer attempts', { extraAttempts: -1 }, 'extraAttempts'],
    ['too many attempts', { extraAttempts: 101 }, 'extraAttempts'],
    ['a later end', { closesAt: at('12:00:00') }, null],
    ['an earlier beginning', { opensAt: at('08:00:00') }, null],
    ['a window that is over', { opensAt: at('08:00:00'), closesAt: at('09:30:00') }, 'closesAt'],
    ['a window the wrong way round', { opensAt: at('12:00:00'), closesAt: at('11:30:00') }, 'closesAt'],
    ['a beginning after the exam’s end', { opensAt: at('11:00:00') }, 'opensAt'],
  ])('%s', (_name, change, field) => {
    expect(grantProblem(grant(change), exam, now)?.field ?? null).toBe(field);
  });

  it('an exam without a window takes any beginning', () => {
    const open = { opensAt: null, closesAt: null };
    expect(grantProblem(grant({ opensAt: at('23:00:00') }), open, now)).toBeNull();
  });
});
