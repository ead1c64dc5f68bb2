import { describe, expect, it } from '@jest/globals';
import { readQti } from './read-qti.ts';

let ids = 0;
const read = (text: string) => readQti(text, () => `id-${ids++}`);
const codes = (text: string) => read(text).problems.map(({ row, field, code }) => `${row} ${field} ${code}`);
const choice = (text: string, isRight = false) => expect.objectContaining({ text, isRight });
const item = (inner: string) =>
  `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t" adaptive="false" time-dependent="false">${inner}</qti-assessment-item>`;
const declared = (cardinality: string, type: string, values: readonly string[], more = '') =>
  `<qti-response-declaration identifier="RESPONSE" cardinality="${cardinality}" base-type="${type}">${values.length > 0 ? `<qti-correct-response>${values.map((value) => `<qti-value>${value}</qti-value>`).join('')}</qti-correct-response>` : ''}${more}</qti-response-declaration>`;
const body = (inner: string) => `<qti-item-body>${inner}</qti-item-body>`;
const mapped = (entries: Readonly<Record<string, number>>, more = '') =>
  `<qti-mapping default-value="0">${Object.entries(entries)
    .map(([key, points]) => `<qti-map-entry map-key="${key}" mapped-value="${points}"${more}/>`)
    .join('')}</qti-mapping>`;
const processing = (template: string) =>
  `<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/${template}"/>`;
const choices = (max: number, ...names: string[]) =>
  `<qti-choice-interaction response-identifier="RESPONSE" max-choices="${max}"><qti-prompt>Which?</qti-prompt>${names.map((name) => `<qti-simple-choice identifier="${name}">${name.toUpperCase()}</qti-simple-choice>`).join('')}</qti-choice-interaction>`;
const entry = '<p>It is <qti-text-entry-interaction response-identifier="RESPONSE"/></p>';
const side = (...names: string[]) =>
  `<qti-simple-match-set>${names.map((name) => `<qti-simple-associable-choice identifier="${name}" match-max="4">${name}!</qti-simple-associable-choice>`).join('')}</qti-simple-match-set>`;
const match = `<p>Match.</p><qti-match-interaction response-identifier="RESPONSE">${side('a', 'b')}${side('x', 'y', 'z')}</qti-match-interaction>`;

describe('an item is read', () => {
  it.each([
    [
      'one right choice',
      declared('single', 'identifier', ['b']) + body(`<p>Look at <b>this</b>.</p>${choices(1, 'a', 'b')}`),
      {
        kind: 'SINGLE_CHOICE',
        prompt: 'Look at **this**.\n\nWhich?',
        choices: [choice('A'), choice('B', true)],
        pointsMax: 1,
      },
    ],
    [
      'several right choices, all or nothing',
      declared('multiple', 'identifier', ['a', 'b']) + body(choices(0, 'a', 'b', 'c')) + processing('match_correct'),
      {
        kind: 'MULTIPLE_CHOICE',
        scoring: 'ALL_OR_NOTHING',
        choices: [choice('A', true), choice('B', true), choice('C')],
      },
    ],
    [
      'several right choices by a mapping',
      declared('multiple', 'identifier', ['a', 'b'], mapped({ a: 1, b: 1, c: 0 })) +
        body(choices(0, 'a', 'b', 'c')) +
        processing('map_response'),
      { scoring: 'PARTIAL', choices: [choice('A', true), choice('B', true), choice('C')] },
    ],
    [
      'a mapping that takes away',
      declared('multiple', 'identifier', ['a', 'b'], mapped({ a: 1, b: 1, c: -2 })) +
        body(choices(0, 'a', 'b', 'c')) +
        processing('map_response'),
      { scoring: 'PARTIAL_NEGATIVE' },
    ],
    [
      'true or false',
      declared('single', 'identifier', ['false']) + body(choices(1, 'true', 'false')),
      { kind: 'TRUE_FALSE', isTrue: false },
    ],
    [
      'a number within a share',
      `${declared('single', 'float', ['9.81'])}${body(entry)}<qti-response-processing><qti-response-condition><qti-response-if><qti-equal tolerance-mode="relative" tolerance="5 5"/></qti-response-if></qti-response-condition></qti-response-processing>`,
      { kind: 'NUMERIC', prompt: 'It is', number: 9.81, tolerance: 0.05, toleranceKind: 'RELATIVE' },
    ],
    [
      'a number within a width',
      `${declared('single', 'integer', ['10'])}${body(entry)}<qti-response-processing><qti-equal tolerance-mode="absolute" tolerance="2"/></qti-response-processing>`,
      { kind: 'NUMERIC', number: 10, tolerance: 2, toleranceKind: 'ABSOLUTE' },
    ],
    ['an exact number', declared('single', 'float', ['1e3']) + body(entry), { number: 1000, tolerance: 0 }],
    [
      'texts',
      declared('single', 'string', ['York'], mapped({ York: 1, Yorck: 1 }, ' case-sensitive="false"')) + body(entry),
      { kind: 'SHORT_TEXT', acceptedTexts: ['York', 'Yorck'], foldsCase: true },
    ],
    [
      'a text by its letters',
      declared('single', 'string', ['York']) +
        body('<p>A <qti-text-entry-interaction response-identifier="RESPONSE"/> B</p>'),
      { foldsCase: false, prompt: 'A \\_\\_\\_\\_\\_ B' },
    ],
    [
      'an order',
      declared('ordered', 'identifier', ['c', 'a', 'b']) +
        body(choices(0, 'a', 'b', 'c').replaceAll('qti-choice-i', 'qti-order-i')),
      { kind: 'ORDERING', items: ['C', 'A', 'B'].map((text) => expect.objectContaining({ text })) },
    ],
    [
      'an essay with words for scorers',
      body(
        '<p>Write.</p><qti-extended-text-interaction response-identifier="RESPONSE"/><qti-rubric-block view="scorer" use="scoring"><qti-content-body><p>Be <i>kind</i>.</p></qti-content-body></qti-rubric-block><qti-rubric-block view="candidate"><p>x</p></qti-rubric-block>',
      ),
      { kind: 'ESSAY', prompt: 'Write.', guidance: 'Be *kind*.', wordsMax: null },
    ],
    [
      'points',
      `${declared('single', 'identifier', ['a'])}<qti-outcome-declaration identifier="MAXSCORE" cardinality="single" base-type="float"><qti-default-value><qti-value>2.5</qti-value></qti-default-value></qti-outcome-declaration>${body(choices(1, 'a', 'b'))}`,
      { pointsMax: 2.5 },
    ],
    [
      'what it says afterwards',
      `${declared('single', 'identifier', ['a'])}${body(choices(1, 'a', 'b').replace('>B<', '>B<qti-feedback-inline outcome-identifier="F" identifier="b">No!</qti-feedback-inline><'))}<qti-modal-feedback outcome-identifier="F" identifier="a" show-hide="show"><qti-content-body><p>So.</p></qti-content-body></qti-modal-feedback>`,
      { feedback: 'So.\n\nB: No!', choices: [choice('A', true), choice('B')] },
    ],
  ])('%s', (_name, inner, expected) => {
    const { questions, problems } = read(item(inner));
    expect(problems).toEqual([]);
    expect(questions[0]?.draft).toMatchObject(expected);
  });

  it.each([
    ['by pairs', declared('multiple', 'directedPair', ['a y', 'b x']), 'ALL_OR_NOTHING'],
    ['by a mapping', declared('multiple', 'directedPair', [], mapped({ 'a y': 1, 'b x': 1 })), 'PARTIAL'],
  ])('a match %s, its right side in the order of the file', (_name, declaration, scoring) => {
    const { questions } = read(item(declaration + body(match)));
    const draft = questions[0]?.draft;
    if (draft?.kind !== 'MATCHING') throw new Error('no match');
    expect(draft.targets.map(({ text }) => text)).toEqual(['x!', 'y!', 'z!']);
    expect(
      draft.premises.map(({ text, targetId }) => [text, draft.targets.findIndex(({ id }) => id === targetId)]),
    ).toEqual([
      ['a!', 1],
      ['b!', 0],
    ]);
    expect(draft.scoring).toBe(scoring);
  });

  it('an association, as a match', () => {
    const inner = `<p>Pair.</p><qti-associate-interaction response-identifier="RESPONSE">${['a', 'b', 'c', 'd', 'e'].map((name) => `<qti-simple-associable-choice identifier="${name}" match-max="1">${name}</qti-simple-associable-choice>`).join('')}</qti-associate-interaction>`;
    const { questions, problems } = read(item(declared('multiple', 'pair', ['a c', 'b d']) + body(inner)));
    expect(problems).toEqual([]);
    expect(questions[0]?.draft).toMatchObject({
      premises: [expect.objectContaining({ text: 'a' }), expect.objectContaining({ text: 'b' })],
      targets: [
        expect.objectContaining({ text: 'c' }),
        expect.objectContaining({ text: 'd' }),
        expect.objectContaining({ text: 'e' }),
      ],
    });
  });

  it('of QTI 2, with its names', () => {
    const text =
      '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i"><responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody><choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>Which?</prompt><simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice></choiceInteraction></itemBody></assessmentItem>';
    expect(read(text).questions[0]?.draft).toMatchObject({
      kind: 'SINGLE_CHOICE',
      prompt: 'Which?',
      choices: [choice('a', true), choice('b')],
    });
  });

  it('by its Markdown while nobody changed what it makes, else by what stands there', () => {
    const written = (shown: string) =>
      item(
        declared('single', 'identifier', ['true']) +
          body(
            `<div data-lectern-markdown="Is *it* $x_1$?">${shown}</div>${choices(1, 'true', 'false').replace('<qti-prompt>Which?</qti-prompt>', '')}`,
          ),
      );
    expect(read(written('<p>Is <em>it</em> \\(x_1\\)?</p>')).questions[0]?.draft.prompt).toBe('Is *it* $x_1$?');
    expect(read(written('<p>Was <em>it</em> \\(x_1\\)?</p>')).questions[0]?.draft.prompt).toBe('Was *it* $x_1$?');
  });
});

describe('what cannot be read is told by name', () => {
  const interaction = (name: string) => item(body(`<qti-${name} response-identifier="RESPONSE"/>`));
  it.each([
    ['hotspot-interaction', 'hotspotInteraction'],
    ['gap-match-interaction', 'gapMatchInteraction'],
    ['inline-choice-interaction', 'inlineChoiceInteraction'],
    ['select-point-interaction', 'selectPointInteraction'],
    ['slider-interaction', 'sliderInteraction'],
    ['upload-interaction', 'uploadInteraction'],
    ['portable-custom-interaction', 'portableCustomInteraction'],
  ])('%s', (name, told) => {
    expect(read(interaction(name)).problems).toEqual([
      { row: 1, field: 'kind', code: 'KIND_NOT_READ', message: `The interaction ${told} cannot be read.` },
    ]);
  });

  const right = declared('single', 'identifier', ['a']);
  it.each([
    ['no interaction', item(body('<p>Read.</p>')), ['1 kind KIND_NOT_READ']],
    ['no body', item(''), ['1 kind KIND_NOT_READ']],
    [
      'two interactions',
      item(right + body(choices(1, 'a', 'b') + choices(1, 'a', 'b'))),
      ['1 kind INTERACTIONS_SEVERAL'],
    ],
    ['no right response', item(body(choices(1, 'a', 'b'))), ['1 answer ANSWER_MISSING']],
    [
      'a picture',
      item(right + body(`<p><img src="images/sign.png" alt="x"/></p>${choices(1, 'a', 'b')}`)),
      ['1 prompt ELEMENT_NOT_HELD'],
    ],
    [
      'uneven shares',
      item(
        declared('multiple', 'identifier', ['a', 'b'], mapped({ a: 3, b: 1 })) +
          body(choices(0, 'a', 'b', 'c')) +
          processing('map_response'),
      ),
      ['1 choices WEIGHT_NOT_HELD'],
    ],
    ['several numbers', item(declared('multiple', 'float', ['1', '2']) + body(entry)), ['1 answer NUMBERS_SEVERAL']],
    ['no number', item(declared('single', 'float', ['one']) + body(entry)), ['1 answer ANSWER_NOT_A_NUMBER']],
    [
      'a tolerance of two widths',
      item(
        `${declared('single', 'float', ['1'])}${body(entry)}<qti-response-processing><qti-equal tolerance-mode="absolute" tolerance="1 2"/></qti-response-processing>`,
      ),
      ['1 tolerance TOLERANCE_NOT_HELD'],
    ],
    [
      'a text for half the points',
      item(declared('single', 'string', ['a'], mapped({ a: 1, b: 0.5 })) + body(entry)),
      ['1 answer WEIGHT_NOT_HELD'],
    ],
    [
      'an order that leaves some out',
      item(
        declared('ordered', 'identifier', ['a']) + body(choices(0, 'a', 'b').replaceAll('qti-choice-i', 'qti-order-i')),
      ),
      ['1 answer ANSWER_NOT_AN_ORDER'],
    ],
    [
      'a left side of several matches',
      item(declared('multiple', 'directedPair', ['a x', 'a y', 'b z']) + body(match)),
      ['1 premises.0 MATCHES_SEVERAL'],
    ],
    [
      'a left side of none',
      item(declared('multiple', 'directedPair', ['a x']) + body(match)),
      ['1 premises.1 PREMISE_WITHOUT_TARGET'],
    ],
    [
      'details that are no JSON',
      item(right + body(choices(1, 'a', 'b')).replace('<qti-item-body', '<qti-item-body data-lectern-details="{"')),
      ['1 null DETAIL_NOT_VALID'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('items of a test: those in the file are read, others named', () => {
    const inFile = item(right + body(choices(1, 'a', 'b')));
    const text = `<qti-assessment-test><qti-test-part><qti-assessment-section>${inFile}<qti-assessment-item-ref identifier="r" href="items/2.xml"/>${inFile}</qti-assessment-section></qti-test-part></qti-assessment-test>`;
    const { questions, problems, rowCount } = read(text);
    expect(rowCount).toBe(3);
    expect(questions.map(({ row }) => row)).toEqual([1, 3]);
    expect(problems).toMatchObject([
      { row: 2, code: 'ITEM_NOT_IN_FILE', message: expect.stringContaining('items/2.xml') },
    ]);
  });

  it('a file that stops in the middle', () => {
    const inFile = item(right + body(choices(1, 'a', 'b')));
    const { questions, problems } = read(`<qti-assessment-section>${inFile}<qti-assessment-item><qti-item-body>`);
    expect(questions.map(({ row }) => row)).toEqual([1]);
    expect(problems).toMatchObject([{ row: 2, code: 'XML_BROKEN' }]);
  });

  it('another XML file altogether', () => {
    expect(() => read('<questestinterop/>')).toThrow(expect.objectContaining({ code: 'IMPORT_FORMAT_UNKNOWN' }));
  });
});
