import { describe, expect, it } from '@jest/globals';
import { type ExamSettings, publishObstacles, refusedChange, windowState } from './exam.ts';

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

describe('what stands in the way of publishing', () => {
  const good = { id: 'q1', problems: [] };
  it.each([
    ['nothing', { opensAt, closesAt }, [good], []],
    ['no window', { opensAt: null, closesAt: null }, [good], ['NO_WINDOW']],
    ['no questions', { opensAt, closesAt }, [], ['NO_QUESTIONS']],
    ['a window that is over', { opensAt: at('06:00:00'), closesAt: at('07:00:00') }, [good], ['WINDOW_OVER']],
    [
      'a question without a key',
      { opensAt, closesAt },
      [{ id: 'q1', problems: [{ message: 'No.' }] }],
      ['QUESTION_NOT_READY'],
    ],
    ['everything', { opensAt: null, closesAt: null }, [], ['NO_WINDOW', 'NO_QUESTIONS']],
  ])('%s', (_name, window, questions, codes) => {
    expect(publishObstacles(window, questions, at('08:00:00')).map(({ code }) => code)).toEqual(codes);
  });
});

describe('which changes an exam allows', () => {
  const before: ExamSettings = {
    title: 'Geography',
    instructions: '',
    opensAt,
    closesAt,
    timeLimitSeconds: 3600,
    passMarkPercent: 50,
    passMarkPoints: null,
    attemptDelaySeconds: 0,
    countingAttempt: 'BEST',
    graceSeconds: 10,
    navigation: 'FREE',
    accessCode: null,
    allowedNetworks: [],
    resultPolicy: { marks: 'AT_HAND_IN', rightAnswers: 'NEVER', feedback: 'AT_HAND_IN', classStatistics: 'NEVER' },
    marking: { isAnonymous: true, markersPerEssay: 1, toleratedDifferencePercent: 10, onDisagreement: 'THIRD_MARKER' },
    attemptsMax: 1,
    resultVisibility: 'OWN',
    shufflesQuestions: true,
    shufflesChoices: true,
  };
  const early = at('08:00:00');
  const open = at('10:00:00');
  it.each([
    ['a draft: anything', 'DRAFT', { attemptsMax: 5, opensAt: null, closesAt: null }, open, null],
    ['published: the title', 'PUBLISHED', { title: 'Geo' }, open, null],
    ['published: the instructions', 'PUBLISHED', { instructions: 'Be calm.' }, open, null],
    ['published: the visibility', 'PUBLISHED', { resultVisibility: 'PARTICIPANTS' as const }, open, null],
    ['published: the time limit', 'PUBLISHED', { timeLimitSeconds: 60 }, early, 'timeLimitSeconds'],
    ['published: the pass mark', 'PUBLISHED', { passMarkPercent: 60 }, early, 'passMarkPercent'],
    ['published: the attempts', 'PUBLISHED', { attemptsMax: 2 }, early, 'attemptsMax'],
    ['published: the order of questions', 'PUBLISHED', { shufflesQuestions: false }, early, 'shufflesQuestions'],
    ['published: the order of choices', 'PUBLISHED', { shufflesChoices: false }, early, 'shufflesChoices'],
    [
      'not open yet: an earlier window',
      'PUBLISHED',
      { opensAt: at('08:30:00'), closesAt: at('09:30:00') },
      early,
      null,
    ],
    [
      'not open yet: a window in the past',
      'PUBLISHED',
      { opensAt: at('06:00:00'), closesAt: at('07:00:00') },
      early,
      'closesAt',
    ],
    ['not open yet: no window', 'PUBLISHED', { opensAt: null }, early, 'opensAt'],
    ['open: another beginning', 'PUBLISHED', { opensAt: at('09:30:00') }, open, 'opensAt'],
    ['open: a later end', 'PUBLISHED', { closesAt: at('12:00:00') }, open, null],
    ['open: an earlier end', 'PUBLISHED', { closesAt: at('10:30:00') }, open, 'closesAt'],
    ['open: the same window', 'PUBLISHED', { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }, open, null],
    ['closed: the title', 'CLOSED', { title: 'Geo' }, open, null],
    ['closed: a later end', 'CLOSED', { closesAt: at('12:00:00') }, open, 'closesAt'],
  ] as const)('%s', (_name, status, change, now, field) => {
    expect(refusedChange(status, before, { ...before, ...change }, now)).toBe(field);
  });
});
