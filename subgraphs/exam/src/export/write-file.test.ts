import { describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { QuestionFormat } from '../import/format.ts';
import type { ExchangedQuestion } from '../import/item.ts';
import type { QuestionDraft } from '../question/question.ts';
import { writeFile } from './write-file.ts';

const base = { prompt: 'Which?', pointsMax: 1 };
const choices = (...texts: string[]) => texts.map((text, index) => ({ id: text, text, isRight: index === 0 }));
const single = { ...base, kind: 'SINGLE_CHOICE', choices: choices('a', 'b') } as const;
const ordering: QuestionDraft = {
  ...base,
  kind: 'ORDERING',
  items: [
    { id: '1', text: 'one' },
    { id: '2', text: 'two' },
  ],
  scoring: 'PARTIAL',
};
const plain = (draft: QuestionDraft, more: Partial<ExchangedQuestion> = {}): ExchangedQuestion => ({
  draft,
  tags: [],
  difficulty: null,
  ...more,
});
const told = (format: QuestionFormat, ...questions: ExchangedQuestion[]) => {
  const { problems, questionCount } = writeFile(format, questions);
  return [questionCount, ...problems.map(({ row, field, code }) => `${row} ${field} ${code}`)];
};

describe('what a format cannot hold is told, and never lost in silence', () => {
  it.each<[string, QuestionFormat, ExchangedQuestion[], (string | number)[]]>([
    ['a kind that GIFT lacks', 'GIFT', [plain(single), plain(ordering), plain(single)], [2, '2 kind KIND_NOT_HELD']],
    [
      'kinds that Aiken lacks',
      'AIKEN',
      [plain({ ...base, kind: 'TRUE_FALSE', isTrue: true }), plain(single)],
      [1, '1 kind KIND_NOT_HELD'],
    ],
    [
      'details that Aiken lacks',
      'AIKEN',
      [plain({ ...single, pointsMax: 2, feedback: 'Because.' }, { tags: ['x'], difficulty: 3 })],
      [
        1,
        '1 pointsMax DETAIL_NOT_HELD',
        '1 feedback DETAIL_NOT_HELD',
        '1 tags DETAIL_NOT_HELD',
        '1 difficulty DETAIL_NOT_HELD',
      ],
    ],
    [
      'a choice of two lines in Aiken that reads as another',
      'AIKEN',
      [plain({ ...single, choices: choices('a\nB. c', 'b') })],
      [0, '1 null TEXT_NOT_HELD'],
    ],
    [
      'an arrow on the left side of a match in GIFT',
      'GIFT',
      [plain(arrow('a -> b'))],
      [0, '1 premises TEXT_NOT_HELD', '1 targets TEXT_NOT_HELD'],
    ],
    [
      'a picture',
      'MOODLE_XML',
      [plain({ ...single, promptIllustration: { id: 'p', alt: 'A map' } })],
      [1, '1 illustrations DETAIL_NOT_HELD'],
    ],
    [
      'a picture of a choice',
      'QTI',
      [
        plain({
          ...single,
          choices: [
            { id: 'a', text: 'a', isRight: true, illustration: { id: 'p', alt: 'x' } },
            { id: 'b', text: 'b', isRight: false },
          ],
        }),
      ],
      [1, '1 illustrations DETAIL_NOT_HELD'],
    ],
    [
      'a character that XML has no way to write',
      'MOODLE_XML',
      [plain(single), plain({ ...single, prompt: 'a\u0001b' })],
      [1, '2 null TEXT_NOT_HELD'],
    ],
    ['nothing at all', 'CSV', [], [0]],
  ])('%s', (_name, format, questions, expected) => {
    expect(told(format, ...questions)).toEqual(expected);
  });

  it('in sentences that hold no key', () => {
    const { problems } = writeFile('GIFT', [plain(arrow('secret -> key'))]);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });
});

function arrow(text: string): QuestionDraft {
  const targets = [
    { id: 'x', text: 'x' },
    { id: 'y', text: 'y' },
  ];
  const premises = [
    { id: '1', text, targetId: 'x' },
    { id: '2', text: 'z', targetId: 'y' },
  ];
  return { ...base, kind: 'MATCHING', premises, targets, scoring: 'PARTIAL' };
}

describe('files are as other programs expect them', () => {
  const text = (format: QuestionFormat, ...questions: ExchangedQuestion[]) =>
    Buffer.from(writeFile(format, questions).bytes).toString();

  it('CSV with a mark for spreadsheets, our columns, and nothing that is calculated', () => {
    expect(text('CSV', plain({ ...single, prompt: '=1+1, really?' }, { tags: ['x', 'y'] }))).toBe(
      '\uFEFFkind,prompt,choice_a,choice_b,answer,points,tags\r\nSINGLE_CHOICE,"\'=1+1, really?",a,b,A,1,"x | y"\r\n',
    );
  });

  it('GIFT with what it lacks in a comment', () => {
    const numeric: QuestionDraft = {
      ...base,
      kind: 'NUMERIC',
      number: 200,
      tolerance: 0.05,
      toleranceKind: 'RELATIVE',
      unit: 'm',
    };
    expect(text('GIFT', plain({ ...numeric, pointsMax: 2, feedback: 'So: {x}' }, { tags: ['a'], difficulty: 2 }))).toBe(
      '// [tag:a] [tag:difficulty:2]\n' +
        '// lectern {"points":2,"toleranceKind":"RELATIVE","tolerance":0.05,"unit":"m"}\n' +
        '[markdown]Which? {#200:10####So\\: \\{x\\}}\n',
    );
  });

  it('GIFT of several right choices with their shares', () => {
    const all: QuestionDraft = {
      ...base,
      kind: 'MULTIPLE_CHOICE',
      choices: choices('a', 'b', 'c').map((one, index) => ({ ...one, isRight: index < 2 })),
      scoring: 'PARTIAL_NEGATIVE',
    };
    expect(text('GIFT', plain(all))).toContain('{\n  ~%50%a\n  ~%50%b\n  ~%-50%c\n}');
  });

  it('Aiken', () => {
    expect(text('AIKEN', plain(single))).toBe('Which?\nA. a\nB. b\nANSWER: A\n');
  });

  it('Moodle XML with its own types, Markdown, points and tags', () => {
    const xml = text('MOODLE_XML', plain({ ...single, prompt: 'a < b & *c*', pointsMax: 2.5 }, { tags: ['x'] }));
    expect(xml).toContain('<question type="multichoice">');
    expect(xml).toContain('<questiontext format="markdown"><text>a &lt; b &amp; *c*</text></questiontext>');
    expect(xml).toContain('<defaultgrade>2.5</defaultgrade>');
    expect(xml).toContain('<answer fraction="100" format="markdown"><text>a</text></answer>');
    expect(xml).toContain('<tag><text>x</text></tag>');
  });

  it('QTI as a package whose items show XHTML', () => {
    const { bytes, mediaType, extension } = writeFile('QTI', [plain({ ...single, prompt: 'Is *it* $x_1<2$?' })]);
    const files = unzipSync(bytes);
    expect([mediaType, extension, Object.keys(files)]).toEqual([
      'application/zip',
      'zip',
      ['imsmanifest.xml', 'items/item-0001.xml'],
    ]);
    const item = Buffer.from(files['items/item-0001.xml'] ?? []).toString();
    expect(item).toContain('<p>Is <em>it</em> \\(x_1&lt;2\\)?</p>');
    expect(item).toContain('<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">');
    expect(item).toContain('<qti-correct-response><qti-value>choice_1</qti-value></qti-correct-response>');
  });

  it('the same for the same questions', () => {
    expect(writeFile('QTI', [plain(single)]).bytes).toEqual(writeFile('QTI', [plain(single)]).bytes);
  });
});
