import { describe, expect, it } from '@jest/globals';
import { planChanges } from './plan-changes.ts';
import { remindAt } from './reminder-time.ts';

const now = new Date('2026-03-01T09:00:00Z');
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

describe('when reminders begin', () => {
  it.each([
    ['a day before', inHours(100), inHours(76)],
    ['at once within the last day', inHours(3), now],
    ['never once it has opened', inHours(0), null],
    ['never when it opened long ago', inHours(-50), null],
  ])('%s', (_, opensAt, expected) => {
    expect(remindAt(opensAt, now)).toEqual(expected);
  });
});

describe('plans are kept in step with the exams', () => {
  const exam = (hours: number) => [{ examId: 'e', opensAt: inHours(hours) }];
  const plan = (hours: number | null) => [{ subjectId: 'e', runAt: hours === null ? null : inHours(hours) }];
  const cases = [
    { name: 'a new exam is planned', exams: exam(48), plans: [], changes: [{ change: 'PLAN', runAt: inHours(24) }] },
    { name: 'a planned one is left alone', exams: exam(48), plans: plan(24), changes: [] },
    {
      name: 'a moved one is moved',
      exams: exam(72),
      plans: plan(24),
      changes: [{ change: 'PLAN', runAt: inHours(48) }],
    },
    {
      name: 'one moved near is due at once',
      exams: exam(5),
      plans: plan(24),
      changes: [{ change: 'PLAN', runAt: now }],
    },
    { name: 'a due one that will run soon is left alone', exams: exam(5), plans: plan(0.01), changes: [] },
    { name: 'a running one is left alone', exams: exam(5), plans: plan(null), changes: [] },
    { name: 'one that is gone is called off', exams: [], plans: plan(24), changes: [{ change: 'CALL_OFF' }] },
    { name: 'one that is gone ends its own last run', exams: [], plans: plan(null), changes: [] },
    { name: 'one that has just opened is not planned', exams: exam(0), plans: [], changes: [] },
  ];
  it.each(cases)('$name', ({ exams, plans, changes }) => {
    expect(planChanges(exams, plans, now)).toEqual(changes.map((change) => ({ ...change, examId: 'e' })));
  });
});
