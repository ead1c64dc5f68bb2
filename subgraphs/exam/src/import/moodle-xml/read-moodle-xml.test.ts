import { describe, expect, it } from '@jest/globals';
import { readMoodleXml } from './read-moodle-xml.ts';

let ids = 0;
const read = (text: string) => readMoodleXml(text, () => `id-${ids++}`);
const quiz = (...questions: string[]) => `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>${questions.join('\n')}</quiz>`;
const question = (type: string, inner: string, text = 'Q?') =>
  `<question type="${type}"><name><text>n</text></name><questiontext format="html"><text><![CDATA[${text}]]></text></questiontext>${inner}</question>`;
const answer = (fraction: number, text: string, more = '') =>
  `<answer fraction="${fraction}" format="html"><text><![CDATA[${text}]]></text>${more}</answer>`;
const said = (text: string) => `<feedback format="html"><text>${text}</text></feedback>`;
const choice = (text: string, isRight = false) => expect.objectContaining({ text, isRight });

describe('a question of Moodle is read', () => {
  it.each([
    [
      'one right choice',
      question('multichoice', `<single>true</single>${answer(100, '<p>a</p>')}${answer(0, '<p>b</p>')}`),
      { kind: 'SINGLE_CHOICE', prompt: 'Q?', choices: [choice('a', true), choice('b')], pointsMax: 1, feedback: null },
    ],
    [
      'several right choices, wrong ones take away',
      question('multichoice', `<single>false</single>${answer(50, 'a')}${answer(50, 'b')}${answer(-50, 'c')}`),
      {
        kind: 'MULTIPLE_CHOICE',
        scoring: 'PARTIAL_NEGATIVE',
        choices: [choice('a', true), choice('b', true), choice('c')],
      },
    ],
    [
      'several right choices with rounded shares',
      question(
        'multichoice',
        `<single>false</single>${answer(33.333, 'a')}${answer(33.333, 'b')}${answer(33.333, 'c')}${answer(0, 'd')}`,
      ),
      { kind: 'MULTIPLE_CHOICE', scoring: 'PARTIAL' },
    ],
    ['false', question('truefalse', answer(0, 'true') + answer(100, 'false')), { kind: 'TRUE_FALSE', isTrue: false }],
    [
      'a number with tolerance and unit',
      question(
        'numerical',
        `${answer(100, '-9.81e0', '<tolerance>0.05</tolerance>')}<units><unit><multiplier>1</multiplier><unit_name>m/s²</unit_name></unit></units>`,
      ),
      { kind: 'NUMERIC', number: -9.81, tolerance: 0.05, toleranceKind: 'ABSOLUTE', unit: 'm/s²' },
    ],
    [
      'a number and remarks on others',
      question('numerical', `${answer(100, '4')}${answer(0, '*', said('No.'))}`),
      { kind: 'NUMERIC', number: 4, tolerance: 0, unit: null, feedback: 'No.' },
    ],
    [
      'texts, one with a wildcard',
      question(
        'shortanswer',
        `<usecase>1</usecase>${answer(100, 'Jakarta')}${answer(100, 'D*I')}${answer(100, '5\\* hotel')}${answer(0, '*')}`,
      ),
      { kind: 'SHORT_TEXT', acceptedTexts: ['Jakarta', '5* hotel'], pattern: 'D.*I', foldsCase: false },
    ],
    [
      'an order',
      question('ordering', `<gradingtype>ABSOLUTE_POSITION</gradingtype>${answer(1, 'one')}${answer(2, 'two')}`),
      {
        kind: 'ORDERING',
        items: [expect.objectContaining({ text: 'one' }), expect.objectContaining({ text: 'two' })],
        scoring: 'PARTIAL',
      },
    ],
    [
      'an order that is all or nothing',
      question('ordering', `<gradingtype>-1</gradingtype>${answer(1, 'one')}${answer(2, 'two')}`),
      { scoring: 'ALL_OR_NOTHING' },
    ],
    [
      'an essay',
      question(
        'essay',
        '<maxwordlimit>300</maxwordlimit><graderinfo format="html"><text>Look for <![CDATA[<b>x</b>]]></text></graderinfo>',
      ),
      { kind: 'ESSAY', wordsMax: 300, guidance: 'Look for **x**' },
    ],
    ['points', question('essay', '<defaultgrade>2.5000000</defaultgrade>'), { pointsMax: 2.5 }],
    [
      'what it says on choices',
      question(
        'multichoice',
        `<single>true</single><generalfeedback format="html"><text>All.</text></generalfeedback>${answer(100, '<p>a</p>', said('Yes'))}${answer(0, 'b', said(''))}`,
      ),
      { feedback: 'All.\n\na: Yes' },
    ],
    [
      'HTML with mathematics and code',
      question('essay', '', '<p>Is \\(a_1\\) &lt; 2?</p><pre>x  y</pre>'),
      { prompt: 'Is $a_1$ \\< 2?\n\n```\nx  y\n```' },
    ],
    [
      'Markdown',
      '<question type="essay"><questiontext format="markdown"><text>a *b*\n- c &amp; $x_1$</text></questiontext></question>',
      { prompt: 'a *b*\n- c & $x_1$' },
    ],
    [
      'lines of plain text with marks',
      '<question type="essay"><questiontext format="moodle_auto_format"><text>a\nb</text></questiontext></question>',
      { prompt: 'a\\\nb' },
    ],
  ])('%s', (_name, xml, expected) => {
    const { questions, problems } = read(quiz(xml));
    expect(problems).toEqual([]);
    expect(questions[0]?.draft).toMatchObject(expected);
  });

  it('a match, with a right side that belongs to nothing', () => {
    const pair = (left: string, right: string) =>
      `<subquestion format="html"><text>${left}</text><answer><text>${right}</text></answer></subquestion>`;
    const { questions, problems } = read(
      quiz(question('matching', pair('a', '2') + pair('b', '1') + pair('c', '2') + pair('', '3'))),
    );
    expect(problems).toEqual([]);
    const draft = questions[0]?.draft;
    if (draft?.kind !== 'MATCHING') throw new Error('no match');
    expect(draft.targets.map(({ text }) => text)).toEqual(['1', '2', '3']);
    expect(draft.premises.map(({ targetId }) => draft.targets.findIndex(({ id }) => id === targetId))).toEqual([
      1, 0, 1,
    ]);
  });
});

describe('a quiz of Moodle', () => {
  const category =
    '<question type="category"><category><text>$course$/top/Biology/Cells // tissue</text></category></question>';
  const tags = '<tags><tag><text>energy</text></tag><tag><text>Difficulty:3</text></tag></tags>';

  it('has tags by category, and categories are no questions', () => {
    const { questions, rowCount } = read(quiz(question('essay', ''), category, question('essay', tags)));
    expect(rowCount).toBe(2);
    expect(questions.map(({ row, tags: named, difficulty }) => [row, named, difficulty])).toEqual([
      [1, [], null],
      [2, ['Biology', 'Cells / tissue', 'energy'], 3],
    ]);
  });

  it('that stops in the middle gives what came before', () => {
    const { questions, problems } = read(
      quiz(question('essay', ''), '<question type="essay"><questiontext>').slice(0, -7),
    );
    expect(questions.map(({ row }) => row)).toEqual([1]);
    expect(problems).toMatchObject([{ row: 2, field: null, code: 'XML_BROKEN' }]);
  });

  it.each([
    ['other kinds, by name', question('cloze', ''), ['1 kind KIND_NOT_READ']],
    ['a file, by name', question('essay', '', 'Q <img src="@@PLUGINFILE@@/a.png">'), ['1 prompt EMBEDDED_FILE']],
    [
      'a file in Markdown',
      '<question type="essay"><questiontext format="markdown"><text>![](@@PLUGINFILE@@/a.png)</text></questiontext></question>',
      ['1 prompt EMBEDDED_FILE'],
    ],
    [
      'a file behind a link',
      '<question type="essay"><questiontext format="html"><text>&lt;a href="@@PLUGINFILE@@/a.pdf"&gt;a&lt;/a&gt;</text><file name="a.pdf">AA==</file></questiontext></question>',
      ['1 prompt EMBEDDED_FILE'],
    ],
    [
      'a file in a choice',
      question('multichoice', `${answer(100, '<img src="@@PLUGINFILE@@/a.png">')}${answer(0, 'b')}`),
      ['1 choices.0 EMBEDDED_FILE', '1 choices.0 CHOICE_MISSING'],
    ],
    [
      'a share for a second choice',
      question('multichoice', `<single>true</single>${answer(100, 'a')}${answer(50, 'b')}`),
      ['1 choices WEIGHT_NOT_HELD'],
    ],
    [
      'two right choices of one',
      question('multichoice', `<single>true</single>${answer(100, 'a')}${answer(100, 'b')}`),
      ['1 answer ANSWERS_TOO_MANY'],
    ],
    [
      'no right choice',
      question('multichoice', `<single>true</single>${answer(0, 'a')}${answer(0, 'b')}`),
      ['1 answer ANSWER_MISSING'],
    ],
    ['neither true nor false', question('truefalse', answer(100, 'perhaps')), ['1 answer ANSWER_NOT_TRUE_OR_FALSE']],
    ['no number', question('numerical', answer(100, 'ten')), ['1 answer ANSWER_NOT_A_NUMBER']],
    ['several numbers', question('numerical', answer(100, '1') + answer(100, '2')), ['1 answer NUMBERS_SEVERAL']],
    [
      'a tolerance in words',
      question('numerical', answer(100, '1', '<tolerance>some</tolerance>')),
      ['1 tolerance TOLERANCE_OUT_OF_RANGE'],
    ],
    [
      'units that are converted',
      question(
        'numerical',
        `${answer(100, '1')}<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>`,
      ),
      ['1 unit UNITS_SEVERAL'],
    ],
    [
      'a text for half the points',
      question('shortanswer', answer(100, 'a') + answer(50, 'b')),
      ['1 answer WEIGHT_NOT_HELD'],
    ],
    [
      'one pair',
      question('matching', '<subquestion><text>a</text><answer><text>1</text></answer></subquestion>'),
      ['1 premises PREMISES_TOO_FEW', '1 targets TARGETS_TOO_FEW'],
    ],
    ['points in words', question('essay', '<defaultgrade>many</defaultgrade>'), ['1 pointsMax POINTS_OUT_OF_RANGE']],
    ['no question', question('essay', '', ''), ['1 prompt PROMPT_MISSING']],
    ['a wrong encoding', question('essay', '', 'CafÃ©'), ['1 null ENCODING_DAMAGED']],
    ['details that are no JSON', question('essay', '<lectern>{</lectern>'), ['1 null DETAIL_NOT_VALID']],
  ])('tells %s', (_name, xml, codes) => {
    const { questions, problems } = read(quiz(xml));
    expect(problems.map(({ row, field, code }) => `${row} ${field} ${code}`)).toEqual(codes);
    expect(questions).toEqual([]);
  });

  it('names files and kinds', () => {
    const { problems } = read(
      quiz(question('calculatedmulti', ''), question('essay', '', 'Q <img src="@@PLUGINFILE@@/my%20map.png">')),
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'Questions of the type calculatedmulti cannot be read.',
      'It shows the file my map.png, which is not read; add it as an illustration.',
    ]);
  });
});
