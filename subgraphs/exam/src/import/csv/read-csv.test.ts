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

describe('rows of every kind', () => {
  const texts = (...all: string[]) => all.map((text) => expect.objectContaining({ text }));
  it.each([
    [
      'scoring',
      'kind,prompt,choice_a,choice_b,answer,scoring\nmultiple,Q?,x,y,A,partial negative',
      { kind: 'MULTIPLE_CHOICE', scoring: 'PARTIAL_NEGATIVE' },
    ],
    [
      'a tolerance that is a share',
      'kind,prompt,answer,tolerance,tolerance_kind\nnumeric,Q?,9.81,0.05,Relative',
      { kind: 'NUMERIC', number: 9.81, tolerance: 0.05, toleranceKind: 'RELATIVE' },
    ],
    [
      'texts with a pattern and folding',
      'kind,prompt,answer,folds_case,folds_space,pattern\ntext,Q?,a\\|b | c,FALSE,true,colou?r',
      { kind: 'SHORT_TEXT', acceptedTexts: ['a|b', 'c'], foldsCase: false, foldsSpace: true, pattern: 'colou?r' },
    ],
    [
      'a pattern alone',
      'kind,prompt,answer,pattern\ntext,Q?,,[0-9]+',
      { kind: 'SHORT_TEXT', acceptedTexts: [], pattern: '[0-9]+' },
    ],
    [
      'a match, with one more on the right',
      'kind,prompt,choice_a,choice_b,match_a,match_b,match_c,answer\nmatching,Q?,Oslo,Bergen,Norway,Norway,Sweden,',
      { kind: 'MATCHING', premises: texts('Oslo', 'Bergen'), targets: texts('Norway', 'Sweden'), scoring: 'PARTIAL' },
    ],
    [
      'an order as it stands',
      'kind,prompt,choice_a,choice_b,answer,scoring\nordering,Q?,x,y,,ALL_OR_NOTHING',
      { kind: 'ORDERING', items: texts('x', 'y'), scoring: 'ALL_OR_NOTHING' },
    ],
    [
      'an order by letters',
      'kind,prompt,choice_a,choice_b,choice_c,answer\nordering,Q?,x,y,z,"C, A, B"',
      { kind: 'ORDERING', items: texts('z', 'x', 'y') },
    ],
    [
      'an essay',
      'kind,prompt,answer,words_max,guidance\nessay,Q?,,300,Look for x',
      { kind: 'ESSAY', wordsMax: 300, guidance: 'Look for x' },
    ],
    ['a bare essay', 'kind,prompt,answer\nessay,Q?,', { kind: 'ESSAY', wordsMax: null, guidance: '' }],
    ['feedback', 'prompt,answer,feedback\nQ?,TRUE,"Because,\nof course"', { feedback: 'Because,\nof course' }],
    [
      '20 choices',
      `prompt,${[...'abcdefghijklmnopqrst'].map((letter) => `choice_${letter}`).join(',')},answer\nQ?,${Array.from({ length: 20 }, (_, index) => index).join(',')},T`,
      { kind: 'SINGLE_CHOICE' },
    ],
    [
      'a text that a spreadsheet would calculate',
      "prompt,choice_a,choice_b,answer\n'=1+1?,'-x,''y,A",
      { prompt: '=1+1?', choices: texts('-x', "''y") },
    ],
  ])('%s', (_name, text, expected) => {
    const { questions, problems } = read(text);
    expect(problems).toEqual([]);
    expect(questions[0]?.draft).toMatchObject(expected);
  });

  it('tags and difficulty', () => {
    expect(read('prompt,answer,tags,difficulty\nQ?,TRUE,b | a | b,4').questions[0]).toMatchObject({
      tags: ['b', 'a'],
      difficulty: 4,
    });
  });

  it.each([
    [
      'an unknown scoring',
      'kind,prompt,choice_a,choice_b,answer,scoring\nmultiple,Q?,x,y,A,some',
      ['2 scoring SCORING_UNKNOWN'],
    ],
    [
      'a scoring that orders lack',
      'kind,prompt,choice_a,choice_b,answer,scoring\nordering,Q?,x,y,,PARTIAL_NEGATIVE',
      ['2 scoring SCORING_UNKNOWN'],
    ],
    [
      'an unknown kind of tolerance',
      'kind,prompt,answer,tolerance_kind\nnumeric,Q?,1,wide',
      ['2 tolerance_kind TOLERANCE_KIND_UNKNOWN'],
    ],
    ['folding that is neither', 'kind,prompt,answer,folds_case\ntext,Q?,a,maybe', ['2 folds_case NOT_TRUE_OR_FALSE']],
    ['a pattern that is none', 'kind,prompt,answer,pattern\ntext,Q?,a,(', ['2 pattern PATTERN_NOT_VALID']],
    [
      'a left side without a right one',
      'kind,prompt,choice_a,choice_b,choice_c,match_a,match_b,answer\nmatching,Q?,x,y,z,1,2,',
      ['2 match_c MATCH_MISSING'],
    ],
    [
      'a gap on the left side',
      'kind,prompt,choice_a,choice_b,choice_c,match_a,match_b,match_c,answer\nmatching,Q?,x,,z,1,2,3,',
      ['2 choice_b PREMISE_MISSING'],
    ],
    [
      'a repeated left side',
      'kind,prompt,choice_a,choice_b,match_a,match_b,answer\nmatching,Q?,x,x,1,2,',
      ['2 choice_b PREMISE_REPEATED'],
    ],
    [
      'a long right side',
      `kind,prompt,choice_a,choice_b,match_a,match_b,answer\nmatching,Q?,x,y,1,${'z'.repeat(501)},`,
      ['2 match_b TARGET_TOO_LONG'],
    ],
    [
      'an order that leaves some out',
      'kind,prompt,choice_a,choice_b,answer\nordering,Q?,x,y,A',
      ['2 answer ANSWER_NOT_AN_ORDER'],
    ],
    [
      'two things that read the same',
      'kind,prompt,choice_a,choice_b,answer\nordering,Q?,x,x,',
      ['2 choice_b ITEM_REPEATED'],
    ],
    [
      'a bound in words that is none',
      'kind,prompt,answer,words_max\nessay,Q?,,many',
      ['2 words_max WORDS_NOT_A_NUMBER', '2 words_max WORDS_OUT_OF_RANGE'],
    ],
    ['a difficulty of 6', 'prompt,answer,difficulty\nQ?,TRUE,6', ['2 difficulty DIFFICULTY_OUT_OF_RANGE']],
    ['a difficulty in words', 'prompt,answer,difficulty\nQ?,TRUE,hard', ['2 difficulty DIFFICULTY_OUT_OF_RANGE']],
    ['a long tag', `prompt,answer,tags\nQ?,TRUE,${'x'.repeat(61)}`, ['2 tags TAGS_NOT_VALID']],
  ])('%s is told', (_name, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

describe('columns', () => {
  const mapped = (text: string, ...mapping: { name: string; readAs: string | null }[]) => readCsv(text, newId, mapping);

  it('are read as the caller says', () => {
    const { questions, columns, delimiter } = mapped(
      'Frage;Antwort;Hinweis;Punkte\nWas?;TRUE;x;2',
      { name: 'frage', readAs: 'prompt' },
      { name: 'Antwort', readAs: 'answer' },
      { name: 'Hinweis', readAs: null },
      { name: 'Punkte', readAs: 'Points' },
    );
    expect(delimiter).toBe(';');
    expect(columns.map(({ name, readAs }) => `${name} ${readAs}`)).toEqual([
      'Frage prompt',
      'Antwort answer',
      'Hinweis null',
      'Punkte points',
    ]);
    expect(questions[0]?.draft).toMatchObject({ prompt: 'Was?', isTrue: true, pointsMax: 2 });
  });

  it('are known by the names that other programs give them, unless ours is there', () => {
    const { questions, columns } = mapped('Question,Option 1,Option 2,Correct Answer,Marks\nQ?,x,y,B,3');
    expect(columns.map(({ readAs }) => readAs)).toEqual(['prompt', 'choice_a', 'choice_b', 'answer', 'points']);
    expect(questions[0]?.draft).toMatchObject({ kind: 'SINGLE_CHOICE', pointsMax: 3 });
    expect(mapped('question,prompt,answer\nnumber 1,Q?,TRUE').questions[0]?.draft.prompt).toBe('Q?');
  });

  it.each([
    ['one that is not in the file', { name: 'Frage', readAs: 'feedback' }, ['1 Frage COLUMN_NOT_IN_FILE']],
    [
      'one that we do not have',
      { name: 'answer', readAs: 'reply' },
      ['1 answer COLUMN_UNKNOWN', '1 answer COLUMN_MISSING'],
    ],
    ['the needed one left out', { name: 'answer', readAs: null }, ['1 answer COLUMN_MISSING']],
    ['two read as one', { name: 'extra', readAs: 'answer' }, ['1 answer COLUMN_REPEATED']],
  ])('%s is told', (_name, mapping, expected) => {
    const { problems } = mapped('prompt,answer,extra\nQ?,TRUE,x', mapping);
    expect(problems.map(({ row, field, code }) => `${row} ${field} ${code}`)).toEqual(expected);
  });

  it('of 10,001 rows are refused', () => {
    expect(() => read(`prompt,answer\n${'Q?,TRUE\n'.repeat(10_001)}`)).toThrow(
      expect.objectContaining({ code: 'IMPORT_ROWS_TOO_MANY' }),
    );
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
