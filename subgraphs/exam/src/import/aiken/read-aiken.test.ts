import { describe, expect, it } from '@jest/globals';
import { readAiken } from './read-aiken.ts';

let ids = 0;
const read = (text: string) => readAiken(text, () => `id-${ids++}`);

describe('Aiken is read', () => {
  it.each([
    ['with dots', 'Which LMS?\nA. Moodle\nB. Paper\nANSWER: A', 'Which LMS?', ['Moodle'], 2],
    ['with brackets', 'Which LMS?\nA) Paper\nB) Moodle\nANSWER: B', 'Which LMS?', ['Moodle'], 2],
    ['with a question of several lines', 'Which\nLMS?\nA. x\nB. y\nC. z\nANSWER: C', 'Which\nLMS?', ['z'], 3],
    ['with a question of two paragraphs', 'Read.\n\nWhich?\nA. x\nB. y\nANSWER: B', 'Read.\n\nWhich?', ['y'], 2],
    ['with a choice of two lines', 'Which?\nA. x\nmore\nB. y\nANSWER: A', 'Which?', ['x\nmore'], 2],
    ['with Windows line ends', 'Which?\r\nA. x\r\nB. y\r\nANSWER: A\r\n', 'Which?', ['x'], 2],
    ['without a blank line between', 'Which?\nA. x\nB. y\nANSWER: A\n', 'Which?', ['x'], 2],
  ])('%s', (_name, text, prompt, right, count) => {
    const { questions, problems } = read(text);
    expect(problems).toEqual([]);
    const draft = questions[0]?.draft;
    if (draft?.kind !== 'SINGLE_CHOICE') throw new Error('no single choice');
    expect(draft.prompt).toBe(prompt);
    expect(draft.choices).toHaveLength(count);
    expect(draft.choices.filter(({ isRight }) => isRight).map((choice) => choice.text)).toEqual(right);
  });

  it.each([
    ['no answer', 'Which?\nA. x\nB. y\n\nNext?\nA. x\nB. y\nANSWER: A', ['1 answer ANSWER_MISSING'], [2]],
    ['an answer without a letter', 'Which?\nA. x\nB. y\nANSWER:', ['1 answer ANSWER_MISSING'], []],
    ['a letter beyond the choices', 'Which?\nA. x\nB. y\nANSWER: C', ['1 answer ANSWER_NOT_A_CHOICE'], []],
    ['letters out of order', 'Which?\nA. x\nC. y\nANSWER: A', ['1 choices.1 LETTERS_NOT_IN_ORDER'], []],
    ['one choice', 'Which?\nA. x\nANSWER: A', ['1 choices CHOICES_TOO_FEW'], []],
    [
      'no choices',
      'Which?\nANSWER: A',
      ['1 answer ANSWER_NOT_A_CHOICE', '1 choices CHOICES_TOO_FEW', '1 answer ANSWER_MISSING'],
      [],
    ],
    [
      'a file that ends too early',
      'Which?\nA. x\nB. y\nANSWER: A\n\nWhich?\nA.',
      ['2 answer ANSWER_MISSING', '2 choices.0 CHOICE_MISSING', '2 choices CHOICES_TOO_FEW'],
      [1],
    ],
  ])('and %s is told by number', (_name, text, codes, good) => {
    const { questions, problems } = read(text);
    expect(problems.map(({ row, field, code }) => `${row} ${field} ${code}`)).toEqual(codes);
    expect(questions.map(({ row }) => row)).toEqual(good);
  });
});
