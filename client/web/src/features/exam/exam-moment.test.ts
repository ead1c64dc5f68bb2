import { describe, expect, it } from '@jest/globals';
import { examMoment } from './exam-moment.ts';

const opensAt = '2026-03-01T09:00:00.000Z';
const closesAt = '2026-03-01T12:00:00.000Z';
const at = (time: string) => new Date(`2026-03-01T${time}:00.000Z`).getTime();

describe('where an exam stands', () => {
  it.each([
    ['a draft is a draft whatever the time', { status: 'DRAFT', opensAt: null, closesAt: null }, at('10:00'), 'draft'],
    ['before the window it is upcoming', { status: 'PUBLISHED', opensAt, closesAt }, at('08:59'), 'upcoming'],
    ['at the opening it is open', { status: 'PUBLISHED', opensAt, closesAt }, at('09:00'), 'open'],
    ['inside the window it is open', { status: 'PUBLISHED', opensAt, closesAt }, at('11:59'), 'open'],
    ['at the closing it is over', { status: 'PUBLISHED', opensAt, closesAt }, at('12:00'), 'over'],
    ['closed for good is over inside the window too', { status: 'CLOSED', opensAt, closesAt }, at('10:00'), 'over'],
  ] as const)('%s', (_name, exam, now, wanted) => {
    expect(examMoment(exam, now)).toBe(wanted);
  });
});
