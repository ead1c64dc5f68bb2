import { describe, expect, it } from '@jest/globals';
import type { ResultPolicy, ShownWhen } from '../exam/exam.ts';
import { type ResultParts, type ResultState, type ResultViewer, resultParts, resultState } from './result-policy.ts';

const always: ResultPolicy = {
  marks: 'AT_HAND_IN',
  rightAnswers: 'AT_HAND_IN',
  feedback: 'AT_HAND_IN',
  classStatistics: 'AT_HAND_IN',
};
const names = ['marks', 'verdicts', 'rightAnswers', 'feedback', 'markerFeedback', 'classStatistics'] as const;

/** The names of the parts that are seen. */
function seen(parts: ResultParts): string[] {
  return names.filter((name) => parts[name]);
}

describe('what is seen of a result', () => {
  it.each<[string, ResultPolicy, ResultViewer, boolean, readonly string[]]>([
    ['all by the learner, at once', always, 'LEARNER', false, names],
    ['all by those who teach, whatever the policy', { ...always, marks: 'NEVER' }, 'TEACHER', false, names],
    ['nothing without marks', { ...always, marks: 'NEVER' }, 'LEARNER', true, []],
    ['nothing while marks wait for the close', { ...always, marks: 'AFTER_CLOSE' }, 'LEARNER', false, []],
    ['all after the close, when marks waited for it', { ...always, marks: 'AFTER_CLOSE' }, 'LEARNER', true, names],
    [
      'no right answers before the close, where they wait for it',
      { ...always, rightAnswers: 'AFTER_CLOSE' },
      'LEARNER',
      false,
      ['marks', 'verdicts', 'feedback', 'markerFeedback', 'classStatistics'],
    ],
    ['right answers after the close', { ...always, rightAnswers: 'AFTER_CLOSE' }, 'LEARNER', true, names],
    [
      'never what is never shown',
      { ...always, rightAnswers: 'NEVER', feedback: 'NEVER', classStatistics: 'NEVER' },
      'LEARNER',
      true,
      ['marks', 'verdicts'],
    ],
    [
      'no feedback of any kind before the close, where it waits for it',
      { ...always, feedback: 'AFTER_CLOSE' },
      'LEARNER',
      false,
      ['marks', 'verdicts', 'rightAnswers', 'classStatistics'],
    ],
    [
      'of others only marks and statistics, while the exam goes on',
      always,
      'PARTICIPANT',
      false,
      ['marks', 'classStatistics'],
    ],
    [
      'of others all but what markers wrote to them, when it is over',
      always,
      'PARTICIPANT',
      true,
      ['marks', 'verdicts', 'rightAnswers', 'feedback', 'classStatistics'],
    ],
    ['of others nothing where their marks wait', { ...always, marks: 'AFTER_CLOSE' }, 'PARTICIPANT', false, []],
  ])('%s', (_name, policy, viewer, isOver, parts) => {
    expect(seen(resultParts(policy, viewer, isOver))).toEqual(parts);
  });

  it('is never more before the close than after it, nor by others than by the learner', () => {
    const whens: readonly ShownWhen[] = ['AT_HAND_IN', 'AFTER_CLOSE', 'NEVER'];
    for (const marks of whens) {
      for (const rightAnswers of whens) {
        for (const feedback of whens) {
          for (const classStatistics of whens) {
            const policy = { marks, rightAnswers, feedback, classStatistics };
            for (const isOver of [false, true]) {
              const learner = seen(resultParts(policy, 'LEARNER', isOver));
              expect(learner).toEqual(expect.arrayContaining(seen(resultParts(policy, 'PARTICIPANT', isOver))));
              expect(seen(resultParts(policy, 'LEARNER', true))).toEqual(expect.arrayContaining(learner));
            }
          }
        }
      }
    }
  });
});

describe('the state of a result', () => {
  const waiting: ResultPolicy = { ...always, marks: 'AFTER_CLOSE' };
  const hidden: ResultPolicy = { ...always, marks: 'NEVER' };
  it.each<[string, Parameters<typeof resultState>, ResultState]>([
    ['not begun', ['NOT_STARTED', always, 'LEARNER', false], 'NONE'],
    ['running', ['IN_PROGRESS', always, 'LEARNER', false], 'NONE'],
    ['voided', ['VOIDED', always, 'TEACHER', true], 'NONE'],
    ['handed in, essays being marked', ['SUBMITTED', always, 'LEARNER', false], 'BEING_MARKED'],
    ['out of time, essays being marked', ['EXPIRED', hidden, 'LEARNER', true], 'BEING_MARKED'],
    ['graded', ['GRADED', always, 'LEARNER', false], 'SHOWN'],
    ['graded, shown after the close', ['GRADED', waiting, 'LEARNER', false], 'AFTER_CLOSE'],
    ['graded and closed', ['GRADED', waiting, 'LEARNER', true], 'SHOWN'],
    ['graded and never shown', ['GRADED', hidden, 'LEARNER', true], 'NOT_SHOWN'],
    ['graded, for those who teach', ['GRADED', hidden, 'TEACHER', false], 'SHOWN'],
  ])('%s', (_name, facts, state) => {
    expect(resultState(...facts)).toBe(state);
  });
});
