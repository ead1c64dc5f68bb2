import { describe, expect, it } from '@jest/globals';
import type { ExamSettings } from './exam.ts';
import { changedFields, refusedChange } from './refused-change.ts';

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const opensAt = at('09:00:00.000');
const closesAt = at('11:00:00.000');

const before: ExamSettings = {
  title: 'Geography',
  instructions: '',
  opensAt,
  closesAt,
  timeLimitSeconds: 3600,
  passMarkPercent: 50,
  passMarkPoints: null,
  attemptDelaySeconds: 60,
  countingAttempt: 'BEST',
  graceSeconds: 10,
  navigation: 'FREE',
  accessCode: null,
  allowedNetworks: [],
  resultPolicy: { marks: 'AT_HAND_IN', rightAnswers: 'NEVER', feedback: 'AT_HAND_IN', classStatistics: 'NEVER' },
  marking: { isAnonymous: true, markersPerEssay: 1, toleratedDifferencePercent: 10, onDisagreement: 'THIRD_MARKER' },
  attemptsMax: 2,
  resultVisibility: 'OWN',
  shufflesQuestions: true,
  shufflesChoices: true,
};
const marking = { ...before.marking, markersPerEssay: 2 as const };

describe('which changes an exam allows', () => {
  const early = at('08:00:00');
  const open = at('10:00:00');

  it.each<readonly [string, Partial<ExamSettings>, keyof ExamSettings | null]>([
    ['nothing', {}, null],
    ['the title', { title: 'Geo' }, null],
    ['the instructions', { instructions: 'Be calm.' }, null],
    ['the visibility', { resultVisibility: 'PARTICIPANTS' }, null],
    ['what of results is shown', { resultPolicy: { ...before.resultPolicy, rightAnswers: 'AFTER_CLOSE' } }, null],
    ['an access code', { accessCode: 'Blue' }, null],
    ['the networks', { allowedNetworks: ['10.0.0.0/8'] }, null],
    ['how essays are marked', { marking }, null],
    ['more attempts', { attemptsMax: 3 }, null],
    ['fewer attempts', { attemptsMax: 1 }, 'attemptsMax'],
    ['a shorter wait', { attemptDelaySeconds: 0 }, null],
    ['a longer wait', { attemptDelaySeconds: 61 }, 'attemptDelaySeconds'],
    ['a longer grace', { graceSeconds: 60 }, null],
    ['a shorter grace', { graceSeconds: 9 }, 'graceSeconds'],
    ['a longer time limit', { timeLimitSeconds: 7200 }, 'timeLimitSeconds'],
    ['the pass mark in per cent', { passMarkPercent: 60 }, 'passMarkPercent'],
    ['the pass mark in points', { passMarkPoints: 5 }, 'passMarkPoints'],
    ['which attempt counts', { countingAttempt: 'LAST' }, 'countingAttempt'],
    ['how learners move', { navigation: 'ONE_WAY' }, 'navigation'],
    ['the order of questions', { shufflesQuestions: false }, 'shufflesQuestions'],
    ['the order of choices', { shufflesChoices: false }, 'shufflesChoices'],
    ['another beginning', { opensAt: at('09:30:00') }, 'opensAt'],
    ['a later end', { closesAt: at('12:00:00') }, null],
    ['an earlier end', { closesAt: at('10:30:00') }, 'closesAt'],
    ['the same window', { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }, null],
    ['no end', { closesAt: null }, 'closesAt'],
    ['one thing that may and one that may not', { title: 'Geo', timeLimitSeconds: 60 }, 'timeLimitSeconds'],
  ])('open: %s', (_name, change, field) => {
    expect(refusedChange('PUBLISHED', before, { ...before, ...change }, { now: open, isMarked: false })).toBe(field);
  });

  it.each<readonly [string, Partial<ExamSettings>, keyof ExamSettings | null]>([
    ['an earlier window', { opensAt: at('08:30:00'), closesAt: at('09:30:00') }, null],
    ['a window in the past', { opensAt: at('06:00:00'), closesAt: at('07:00:00') }, 'closesAt'],
    ['no window', { opensAt: null }, 'opensAt'],
    ['the time limit', { timeLimitSeconds: 60 }, 'timeLimitSeconds'],
  ])('published and not open yet: %s', (_name, change, field) => {
    expect(refusedChange('PUBLISHED', before, { ...before, ...change }, { now: early, isMarked: false })).toBe(field);
  });

  it.each<readonly [string, Partial<ExamSettings>, keyof ExamSettings | null]>([
    ['the title', { title: 'Geo' }, null],
    ['what of results is shown', { resultPolicy: { ...before.resultPolicy, marks: 'NEVER' } }, null],
    ['a later end', { closesAt: at('12:00:00') }, 'closesAt'],
    ['another beginning', { opensAt: at('09:30:00') }, 'opensAt'],
  ])('closed: %s', (_name, change, field) => {
    expect(refusedChange('CLOSED', before, { ...before, ...change }, { now: open, isMarked: false })).toBe(field);
  });

  it('a draft: anything', () => {
    const after: ExamSettings = { ...before, attemptsMax: 1, opensAt: null, closesAt: null, shufflesChoices: false };
    expect(refusedChange('DRAFT', before, after, { now: open, isMarked: true })).toBeNull();
  });

  it('once marking has begun, the rules of marking stay', () => {
    const facts = { now: open, isMarked: true };
    expect(refusedChange('PUBLISHED', before, { ...before, marking }, facts)).toBe('marking');
    expect(refusedChange('PUBLISHED', before, { ...before, title: 'Geo' }, facts)).toBeNull();
  });
});

describe('which fields a change concerns', () => {
  it.each<readonly [string, Partial<ExamSettings>, readonly (keyof ExamSettings)[]]>([
    ['none', {}, []],
    ['two', { accessCode: 'Blue', closesAt: null }, ['accessCode', 'closesAt']],
    ['the same moment as another Date', { opensAt: new Date(opensAt) }, []],
    [
      'the same policy, its members in another order',
      { resultPolicy: Object.fromEntries(Object.entries(before.resultPolicy).reverse()) as typeof before.resultPolicy },
      [],
    ],
    ['the order of networks', { allowedNetworks: ['10.0.0.0/8'] }, ['allowedNetworks']],
  ])('%s', (_name, change, fields) => {
    expect(changedFields(before, { ...before, ...change })).toEqual(fields);
  });
});
