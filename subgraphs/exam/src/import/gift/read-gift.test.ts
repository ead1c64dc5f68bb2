import { describe, expect, it } from '@jest/globals';
import { readGift } from './read-gift.ts';

let ids = 0;
const read = (text: string) => readGift(text, () => `id-${ids++}`);
const codes = (text: string) => read(text).problems.map(({ row, field, code }) => `${row} ${field} ${code}`);
const only = (text: string) => {
  const { questions, problems } = read(text);
  expect(problems).toEqual([]);
  expect(questions).toHaveLength(1);
  return questions[0];
};
const choice = (text: string, isRight = false) => expect.objectContaining({ text, isRight });

describe('a block of GIFT is read', () => {
  it.each([
    [
      'one right choice',
      "Who's buried in Grant's tomb?{=Grant ~no one ~Napoleon}",
      {
        kind: 'SINGLE_CHOICE',
        prompt: "Who's buried in Grant's tomb?",
        choices: [choice('Grant', true), choice('no one'), choice('Napoleon')],
      },
    ],
    [
      'a title, which is left out',
      '::Geography: 1:: Where is Ngorongoro? {=Tanzania ~Peru}',
      { kind: 'SINGLE_CHOICE', prompt: 'Where is Ngorongoro?' },
    ],
    [
      'a colon, an equals sign and a hash outside of the answers',
      'Note: for f(x) = x ~ 2, see #3 at https://example.org/a?b=c {=a: b ~c}',
      {
        prompt: 'Note: for f(x) = x ~ 2, see #3 at https://example.org/a?b=c',
        choices: [choice('a: b', true), choice('c')],
      },
    ],
    [
      'shares, right and wrong',
      'Which two? {~%50%one ~%50%two ~%-50%three}',
      {
        kind: 'MULTIPLE_CHOICE',
        scoring: 'PARTIAL_NEGATIVE',
        choices: [choice('one', true), choice('two', true), choice('three')],
      },
    ],
    ['shares of a third', 'Which? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}', { scoring: 'PARTIAL' }],
    ['true', 'The sun rises in the east.{T}', { kind: 'TRUE_FALSE', isTrue: true }],
    ['false in full', 'The sun rises in the west.{FALSE}', { kind: 'TRUE_FALSE', isTrue: false }],
    ['true with feedback', 'Up?{T#no#yes####so}', { isTrue: true, feedback: 'so\n\nFalse: no\n\nTrue: yes' }],
    ['a number', 'When? {#1822}', { kind: 'NUMERIC', number: 1822, tolerance: 0, unit: null }],
    ['a number and its tolerance', 'g? {#9.81:0.005}', { kind: 'NUMERIC', number: 9.81, tolerance: 0.005 }],
    ['a range', 'From 1 to 5? {#1..5}', { kind: 'NUMERIC', number: 3, tolerance: 2 }],
    ['one number among wrong ones', 'When? {#=1822:2#good ~#bad}', { kind: 'NUMERIC', number: 1822, tolerance: 2 }],
    [
      'accepted texts',
      'Two plus two? {=four =4}',
      { kind: 'SHORT_TEXT', acceptedTexts: ['four', '4'], foldsCase: true },
    ],
    [
      'a text with a wildcard',
      'A colour? {=*red* =dark\\*}',
      { kind: 'SHORT_TEXT', acceptedTexts: ['dark*'], pattern: '(?i).*red.*' },
    ],
    [
      'a gap',
      'Two plus {=two =2} is four.',
      { kind: 'SHORT_TEXT', prompt: 'Two plus _____ is four.', acceptedTexts: ['two', '2'] },
    ],
    ['an essay', 'Write about it. {}', { kind: 'ESSAY', wordsMax: null, guidance: '' }],
    [
      'feedback to all',
      'Which? {=a#right! ~b#wrong ####All in all}',
      { feedback: 'All in all\n\na: right!\n\nb: wrong' },
    ],
    [
      'escapes',
      'What is \\{1\\: \\= 2\\}\\nnext \\~\\#? {=a\\=b ~c\\\\d}',
      { prompt: 'What is {1: = 2}\nnext ~#?', choices: [choice('a=b', true), choice('c\\d')] },
    ],
    ['LaTeX', '[markdown]Is $\\\\frac\\{1\\}\\{2\\}$ half? {T}', { prompt: 'Is $\\frac{1}{2}$ half?' }],
    ['HTML', '[html]<p>Is <b>it</b> 2 &lt; 3?</p>{T}', { prompt: 'Is **it** 2 \\< 3?' }],
    ['HTML that nobody names', 'Is <em>it</em>? {T}', { prompt: 'Is *it*?' }],
    ['a text that is no HTML', 'Is 1 < 2 and a_b > c*d? {T}', { prompt: 'Is 1 < 2 and a_b > c*d?' }],
    ['several lines of Markdown', '[markdown]One\n  - two\n  - three\n{T}', { prompt: 'One\n  - two\n  - three' }],
    ['Windows line ends', 'Which?{\r\n=a\r\n~b\r\n}\r\n', { kind: 'SINGLE_CHOICE' }],
  ])('%s', (_name, text, expected) => {
    expect(only(text)?.draft).toMatchObject(expected);
  });

  it('a match, with a right side that belongs to nothing', () => {
    const { draft } = only('Match. {\n =Canada -> Ottawa: city\n =Italy -> Rome\n =-> Paris\n} ') ?? {};
    if (draft?.kind !== 'MATCHING') throw new Error('not a match');
    const texts = new Map(draft.targets.map(({ id, text }) => [id, text]));
    expect(draft.premises.map(({ text, targetId }) => [text, texts.get(targetId)])).toEqual([
      ['Canada', 'Ottawa: city'],
      ['Italy', 'Rome'],
    ]);
    expect([...texts.values()]).toEqual(['Ottawa: city', 'Paris', 'Rome']);
  });
});

describe('a file of GIFT', () => {
  const file = `// A file with a bad block.
$CATEGORY: $course$/top/Geography/Europe

// [tag:capital] [tag:difficulty:4]
Capital of Norway? {=Oslo ~Bergen}

This { never closes

$CATEGORY: $course$/top/Maths // Logic

2 + 2? {#4}
`;

  it('gives every good block, numbers the bad one, and does not quote it', () => {
    const { questions, problems, rowCount } = read(file);
    expect(rowCount).toBe(3);
    expect(questions.map(({ row, draft }) => [row, draft.kind])).toEqual([
      [1, 'SINGLE_CHOICE'],
      [3, 'NUMERIC'],
    ]);
    expect(problems).toEqual([
      {
        row: 2,
        field: null,
        code: 'SYNTAX_NOT_VALID',
        message: 'The block that begins in line 7 is not GIFT: it cannot be read from line 7 on.',
      },
    ]);
  });

  it('has tags by category and comment, and difficulty by tag', () => {
    expect(read(file).questions.map(({ tags, difficulty }) => [tags, difficulty])).toEqual([
      [['Geography', 'Europe', 'capital'], 4],
      [['Maths / Logic'], null],
    ]);
  });
});

describe('what cannot be kept is told by number', () => {
  it.each([
    ['several right choices of one', 'Q {=a =b ~c}', ['1 answer ANSWERS_TOO_MANY']],
    ['a share for a second choice', 'Q {=a ~%50%b ~c}', ['1 choices WEIGHT_NOT_HELD']],
    ['a penalty', 'Q {=a ~%-25%b ~c}', ['1 choices WEIGHT_NOT_HELD']],
    ['uneven shares', 'Q {~%70%a ~%30%b ~c}', ['1 choices WEIGHT_NOT_HELD']],
    ['several numbers', 'Q {#=1822:0 =1820:1}', ['1 answer NUMBERS_SEVERAL']],
    ['a number for half the points', 'Q {#=%50%1822:0}', ['1 answer NUMBERS_SEVERAL']],
    ['a text for half the points', 'Q {=%100%a =%50%b}', ['1 answer WEIGHT_NOT_HELD']],
    ['a description', 'Just read this.', ['1 null ANSWER_MISSING']],
    ['no question', '{=a ~b}', ['1 prompt PROMPT_MISSING']],
    ['a repeated choice', 'Q {=a ~a}', ['1 choices.1 CHOICE_REPEATED']],
    ['a picture', 'Q <img src\\="map.png"> {T}', ['1 prompt ELEMENT_NOT_HELD']],
    ['two questions without a blank line', 'Q1 {T}\nQ2 {F}', ['1 null SYNTAX_NOT_VALID']],
    ['a NUL', 'Q\0 {T}', ['1 null ENCODING_DAMAGED', '1 prompt TEXT_NOT_STORABLE']],
    ['a wrong encoding', 'CafÃ© {T}', ['1 null ENCODING_DAMAGED']],
    ['details that are no JSON', '// lectern {"points":\nQ {T}', ['1 null DETAIL_NOT_VALID']],
    ['details that do not fit', '// lectern {"points":"many"}\nQ {T}', ['1 points DETAIL_NOT_VALID']],
    [
      'too many tags',
      `// ${Array.from({ length: 21 }, (_, index) => `[tag:t${index}]`).join('')}\nQ {T}`,
      ['1 tags TAGS_NOT_VALID'],
    ],
    ['an endless block', `Q {=${'a'.repeat(60_001)}}`, ['1 null BLOCK_TOO_LONG']],
    ['braces in braces', `Q ${'{'.repeat(5_000)}=a${'}'.repeat(5_000)}`, ['1 null SYNTAX_NOT_VALID']],
  ])('%s', (_name, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('not more than can be looked through', () => {
    expect(() => read('Q {T}\n\n'.repeat(10_001))).toThrow(expect.objectContaining({ code: 'IMPORT_ROWS_TOO_MANY' }));
  });
});
