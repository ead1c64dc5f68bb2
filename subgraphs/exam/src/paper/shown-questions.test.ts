import { describe, expect, it } from '@jest/globals';
import type { Question } from '../question/question.ts';
import type { Paper } from './paper.ts';
import { questionsOfAttempt } from './questions-of-attempt.ts';
import { shownQuestions } from './shown-questions.ts';

const questions: Question[] = [
  {
    id: 'q1',
    prompt: 'One?',
    pointsMax: 1,
    kind: 'SINGLE_CHOICE',
    choices: [
      { id: 'c1', text: 'left', isRight: true },
      { id: 'c2', text: 'right', isRight: false },
    ],
  },
  { id: 'q2', prompt: 'Two?', pointsMax: 1, kind: 'TRUE_FALSE', isTrue: true },
  { id: 'q3', prompt: 'Three?', pointsMax: 1, kind: 'NUMERIC', number: 4711, tolerance: 0.125, unit: 'm' },
  { id: 'q4', prompt: 'Four?', pointsMax: 1, kind: 'SHORT_TEXT', acceptedTexts: ['abracadabra'] },
];
const paper: Paper = {
  id: 'p',
  examId: 'e',
  sections: [],
  draws: [],
  shufflesQuestions: true,
  shufflesChoices: true,
  pointsMax: 4,
  questions,
};

describe('what a learner sees of a paper', () => {
  it('holds no key of any kind of question', () => {
    const text = JSON.stringify(shownQuestions(paper, 7));
    for (const secret of [
      'isRight',
      'isTrue',
      'number',
      'tolerance',
      'acceptedTexts',
      '4711',
      '0.125',
      'abracadabra',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('is the same every time for one seed, numbered from 1', () => {
    expect(shownQuestions(paper, 7)).toEqual(shownQuestions(paper, 7));
    expect(shownQuestions(paper, 7).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it('follows the order of the paper where it does not shuffle', () => {
    const plain = { ...paper, shufflesQuestions: false, shufflesChoices: false };
    expect(questionsOfAttempt(plain, 7)).toEqual(questions);
    expect(shownQuestions(plain, 7)[0]).toMatchObject({ choices: [{ id: 'c1' }, { id: 'c2' }] });
  });

  it('is shuffled otherwise for other seeds', () => {
    const orders = new Set(
      Array.from({ length: 50 }, (_, seed) =>
        questionsOfAttempt(paper, seed)
          .map(({ id }) => id)
          .join(),
      ),
    );
    expect(orders.size).toBeGreaterThan(10);
  });
});
