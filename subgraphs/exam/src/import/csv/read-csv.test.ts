import { describe, expect, it } from '@jest/globals';
import { readCsv } from './read-csv.ts';

let choiceCount = 0;
const newId = () => `choice-${++choiceCount}`;
const read = (text: string) => readCsv(text, newId);
const codes = (text: string) => read(text).problems.map(({ row, field, code }) => `${row} ${field} ${code}`);

const choiceHeader = 'prompt,choice_a,choice_b,choice_c,answer';
const fullHeader = 'kind,prompt,choice_a,choice_b,choice_c,answer,points,tolerance,unit';

describe('rows that are good', () => {
  it.each([
    ['a letter', `${choiceHeader}\nQ?,x,y,z,B`, { kind: 'SINGLE_CHOICE', right: ['y'] }],
    ['a small letter', `${choiceHeader}\nQ?,x,y,z,b`, { kind: 'SINGLE_CHOICE', right: ['y'] }],
    ['several letters', `${choiceHeader}\nQ?,x,y,z,AC`, { kind: 'MULTIPLE_CHOICE', right: ['x', 'z'] }],
    ['letters with marks', `${choiceHeader}\nQ?,x,y,z,"A, C"`, { kind: 'MULTIPLE_CHOICE', right: ['x', 'z'] }],
    [
      'a kind with one letter',
      `${fullHeader}\nmultiple choice,Q?,x,y,z,A,,,`,
      { kind: 'MULTIPLE_CHOICE', right: ['x'] },
    ],
  ])('choices by %s', (_name, text, expected) => {
    const { questions, problems } = read(text);
    expect(problems).toEqual([]);
    const draft = questions[0]?.draft;
    expect(draft?.kind).toBe(expected.kind);
    const choices = draft && 'choices' in draft ? draft.choices : [];
    expect(choices.filter(({ isRight }) => isRight).map((choice) => choice.text)).toEqual(expected.right);
  });

  it.each([
    ['True and False as choices', `${choiceHeader}\nQ?,True,False,,A`, { kind: 'TRUE_FALSE', isTrue: true }],
    ['False before True', `${choiceHeader}\nQ?,False,True,,A`, { kind: 'TRUE_FALSE', isTrue: false }],
    ['a word for an answer', 'prompt,answer\nQ?,false', { kind: 'TRUE_FALSE', isTrue: false }],
    ['a number', 'prompt,answer\nQ?,-1.5e3', { kind: 'NUMERIC', number: -1500, tolerance: 0, unit: null }],
    [
      'a number with tolerance and unit',
      `${fullHeader}\nnumeric,Q?,,,,9.81,2,0.05,m/s²`,
      { kind: 'NUMERIC', number: 9.81, tolerance: 0.05, unit: 'm/s²', pointsMax: 2 },
    ],
    ['accepted texts', 'prompt,answer\nQ?,Jakarta | DKI', { kind: 'SHORT_TEXT', acceptedTexts: ['Jakarta', 'DKI'] }],
    [
      'a text that is a number',
      'kind;prompt;answer\nshort text;Q?;1945',
      { kind: 'SHORT_TEXT', acceptedTexts: ['1945'] },
    ],
    ['a decimal comma', 'prompt;answer\nQ?;3,14', { kind: 'NUMERIC', number: 3.14 }],
    ['tabs', 'prompt\tanswer\nQ, really?\tyes', { kind: 'SHORT_TEXT', prompt: 'Q, really?' }],
    ['a header in other letters', 'Prompt,Choice A,choice-b,Answer\nQ?,x,y,B', { kind: 'SINGLE_CHOICE' }],
  ])('%s', (_name, text, expected) => {
    const { questions, problems } = read(text);
    expect(problems).toEqual([]);
    expect(questions[0]?.draft).toMatchObject(expected);
  });
});

describe('rows that are bad', () => {
  it.each([
    ['no prompt', `${choiceHeader}\n ,x,y,z,A`, ['2 prompt PROMPT_MISSING']],
    ['a repeated choice', `${choiceHeader}\nQ?,x,y,x,A`, ['2 choice_c CHOICE_REPEATED']],
    ['a choice repeated but for spaces', `${choiceHeader}\nQ?,New  York,New York,z,C`, ['2 choice_b CHOICE_REPEATED']],
    ['one choice', `${choiceHeader}\nQ?,x,,,A`, ['2 choice_a CHOICES_TOO_FEW']],
    ['no choices where the file has some', `${choiceHeader}\nQ?,,,,B`, ['2 choice_a CHOICES_TOO_FEW']],
    ['a gap between choices', `${choiceHeader}\nQ?,x,,z,A`, ['2 choice_b CHOICE_MISSING']],
    ['no answer', `${choiceHeader}\nQ?,x,y,z,`, ['2 answer ANSWER_MISSING']],
    ['a letter beyond the choices', `${choiceHeader}\nQ?,x,y,,C`, ['2 answer ANSWER_NOT_A_CHOICE']],
    ['a word instead of a letter', `${choiceHeader}\nQ?,x,y,,yes!`, ['2 answer ANSWER_NOT_A_CHOICE']],
    ['points in words', `${fullHeader}\n,Q?,x,y,,A,two,,`, ['2 points POINTS_NOT_A_NUMBER']],
    ['points of zero', `${fullHeader}\n,Q?,x,y,,A,0,,`, ['2 points POINTS_OUT_OF_RANGE']],
    ['an unknown kind', `${fullHeader}\nriddle,Q?,x,y,,A,,,`, ['2 kind KIND_UNKNOWN']],
    ['several answers to one choice', `${fullHeader}\nsingle,Q?,x,y,,AB,,,`, ['2 answer ANSWERS_TOO_MANY']],
    ['a number that is none', `${fullHeader}\nnumeric,Q?,,,,ten,,,`, ['2 answer ANSWER_NOT_A_NUMBER']],
    ['a tolerance that is none', `${fullHeader}\nnumeric,Q?,,,,10,,some,`, ['2 tolerance TOLERANCE_NOT_A_NUMBER']],
    ['a tolerance below zero', `${fullHeader}\nnumeric,Q?,,,,10,,-1,`, ['2 tolerance TOLERANCE_OUT_OF_RANGE']],
    ['damaged letters', `${choiceHeader}\nCafÃ©?,x,y,,A`, ['2 prompt ENCODING_DAMAGED']],
    ['too many cells', 'prompt,answer\nYes, or no?,TRUE', ['2 null ROW_TOO_LONG']],
    ['no column for the answer', 'prompt,choice_a\nQ?,x', ['1 answer COLUMN_MISSING']],
    ['a column named twice', 'prompt,answer,answer\nQ?,x,y', ['1 answer COLUMN_REPEATED']],
    ['another file altogether', 'name,age\nAda,36', ['1 prompt COLUMN_MISSING', '1 answer COLUMN_MISSING']],
    [
      'a quotation mark that stays open',
      `${choiceHeader}\nQ?,x,y,,A\n"Q?,x,y,,A\nQ?,x,y,,A`,
      ['3 null QUOTE_NOT_CLOSED'],
    ],
    [
      'several things at once',
      `${fullHeader}\n,,x,x,,Z,no,,`,
      [
        '2 points POINTS_NOT_A_NUMBER',
        '2 answer ANSWER_NOT_A_CHOICE',
        '2 prompt PROMPT_MISSING',
        '2 choice_b CHOICE_REPEATED',
      ],
    ],
  ])('%s', (_name, text, expected) => {
    const { questions, problems } = read(text);
    expect(codes(text).sort()).toEqual([...expected].sort());
    if (!problems.some(({ code }) => code === 'QUOTE_NOT_CLOSED')) expect(questions).toEqual([]);
  });

  it('are numbered as a spreadsheet numbers them, across blank rows and cells of several lines', () => {
    const text = `${choiceHeader}\r\n"two\r\nlines",x,y,,A\r\n\r\n,,,,\r\nQ?,x,x,,A\r\n`;
    expect(codes(text)).toEqual(['5 choice_b CHOICE_REPEATED']);
    expect(read(text).rowCount).toBe(2);
  });

  it('do not stop the rows after them', () => {
    const { questions, rowCount } = read(`${choiceHeader}\nQ?,x,x,,A\nQ?,x,y,,A\nQ "quoted" word?,x,y,,B`);
    expect(questions.map(({ row }) => row)).toEqual([3, 4]);
    expect(rowCount).toBe(3);
  });

  it('name no answer in their sentences', () => {
    const { problems } = read(`${choiceHeader}\nQ?,secretly,secretly,,C\nQ?,x,y,,secretly`);
    expect(JSON.stringify(problems)).not.toContain('secretly');
  });
});
