import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Question } from '../question/question.ts';
import type { Response } from './response.ts';
import { scoreAnswer, verdictOf } from './score-answer.ts';

const base = { id: 'q', prompt: 'Q?', pointsMax: 2 };
const choices = [
  { id: 'a', text: 'one', isRight: true },
  { id: 'b', text: 'two', isRight: false },
  { id: 'c', text: 'three', isRight: true },
];
const single: Question = { ...base, kind: 'SINGLE_CHOICE', choices: choices.slice(0, 2) };
const severalAccepted: Question = { ...base, kind: 'SINGLE_CHOICE', choices };
const multiple: Question = { ...base, kind: 'MULTIPLE_CHOICE', choices };
/** Four choices, two right; or as many as given. */
const scored = (scoring: 'PARTIAL' | 'PARTIAL_NEGATIVE', key = [true, true, false, false]): Question => ({
  ...base,
  pointsMax: 4,
  kind: 'MULTIPLE_CHOICE',
  choices: key.map((isRight, index) => ({ id: String(index + 1), text: `${index}`, isRight })),
  scoring,
});
const chosen = (...choiceIds: string[]): Response => ({ choiceIds });
const truth: Question = { ...base, kind: 'TRUE_FALSE', isTrue: false };
const number = (right: number, tolerance: number, toleranceKind?: 'ABSOLUTE' | 'RELATIVE'): Question => ({
  ...base,
  kind: 'NUMERIC',
  number: right,
  tolerance,
  ...(toleranceKind === undefined ? {} : { toleranceKind }),
  unit: null,
});
const text: Question = { ...base, kind: 'SHORT_TEXT', acceptedTexts: ['New York', 'Ångström'] };
const exact: Question = { ...text, foldsCase: false, foldsSpace: false };
const pattern = (of: string, foldsCase = true): Question => ({
  ...base,
  kind: 'SHORT_TEXT',
  acceptedTexts: [],
  foldsCase,
  pattern: of,
});
const matching = (scoring: 'ALL_OR_NOTHING' | 'PARTIAL'): Question => ({
  ...base,
  pointsMax: 3,
  kind: 'MATCHING',
  premises: ['1', '2', '3'].map((id) => ({ id: `p${id}`, text: id, targetId: `t${id}` })),
  targets: ['1', '2', '3', '4'].map((id) => ({ id: `t${id}`, text: id })),
  scoring,
});
const matched = (...pairs: string[]): Response => ({
  matches: pairs.map((pair) => ({ premiseId: `p${pair[0]}`, targetId: `t${pair[1]}` })),
});
const ordering = (scoring: 'ALL_OR_NOTHING' | 'PARTIAL'): Question => ({
  ...base,
  pointsMax: 3,
  kind: 'ORDERING',
  items: [...'abcd'].map((id) => ({ id, text: id })),
  scoring,
});
const order = (ids: string): Response => ({ order: [...ids] });
const essay: Question = { ...base, kind: 'ESSAY', wordsMax: null, guidance: 'All of it.' };

describe('the points of an answer', () => {
  it.each<[string, Question, Response | null, number | null]>([
    ['no answer', single, null, 0],
    ['the right choice', single, { choiceIds: ['a'] }, 2],
    ['a wrong choice', single, { choiceIds: ['b'] }, 0],
    ['one of several accepted choices', severalAccepted, { choiceIds: ['c'] }, 2],
    ['another of several accepted choices', severalAccepted, { choiceIds: ['a'] }, 2],
    ['none of several accepted choices', severalAccepted, { choiceIds: ['b'] }, 0],
    ['all right choices', multiple, { choiceIds: ['c', 'a'] }, 2],
    ['one right choice too few', multiple, { choiceIds: ['a'] }, 0],
    ['one wrong choice too many', multiple, { choiceIds: ['a', 'b', 'c'] }, 0],
    ['partial: all right', scored('PARTIAL'), chosen('1', '2'), 4],
    ['partial: half of what is right', scored('PARTIAL'), chosen('1'), 2],
    ['partial: all right and half of what is wrong', scored('PARTIAL'), chosen('1', '2', '3'), 2],
    ['partial: as much right as wrong', scored('PARTIAL'), chosen('1', '3'), 0],
    ['partial: everything', scored('PARTIAL'), chosen('1', '2', '3', '4'), 0],
    ['partial: only wrong', scored('PARTIAL'), chosen('3', '4'), 0],
    ['partial: one of three right', scored('PARTIAL', [true, true, true, false]), chosen('1'), 4 / 3],
    ['partial: nothing is wrong', scored('PARTIAL', [true, true]), chosen('1'), 2],
    // Canvas, "partial credit with penalty": 4 points, 2 right, both chosen and 1 wrong makes 2 points.
    ['negative: all right and one wrong', scored('PARTIAL_NEGATIVE'), chosen('1', '2', '3'), 2],
    ['negative: all right', scored('PARTIAL_NEGATIVE'), chosen('1', '2'), 4],
    ['negative: one of each', scored('PARTIAL_NEGATIVE'), chosen('1', '4'), 0],
    ['negative: only wrong', scored('PARTIAL_NEGATIVE'), chosen('3', '4'), 0],
    // eSkill, "multiple-choice calculation": 8 choices, 4 right, 3 right and 1 wrong chosen makes 0.5.
    [
      'negative: three of four right and one wrong',
      scored('PARTIAL_NEGATIVE', [true, true, true, true, false, false, false, false]),
      chosen('1', '2', '3', '8'),
      2,
    ],
    ['the truth', truth, { isTrue: false }, 2],
    ['not the truth', truth, { isTrue: true }, 0],
    ['the number', number(9.81, 0), { number: 9.81 }, 2],
    ['another number', number(9.81, 0), { number: 9.8 }, 0],
    ['the upper end of the tolerance', number(0.3, 0.1), { number: 0.4 }, 2],
    ['the lower end of the tolerance', number(0.3, 0.1), { number: 0.2 }, 2],
    ['just outside the tolerance', number(0.3, 0.1), { number: 0.4001 }, 0],
    ['a sum with a rounding error', number(0.3, 0), { number: 0.1 + 0.2 }, 2],
    ['zero and minus zero', number(0, 0), { number: -0 }, 2],
    ['a large number', number(6.022e23, 1e21), { number: 6.03e23 }, 2],
    ['the upper end of a share', number(200, 0.05, 'RELATIVE'), { number: 210 }, 2],
    ['the lower end of a share', number(200, 0.05, 'RELATIVE'), { number: 190 }, 2],
    ['outside a share', number(200, 0.05, 'RELATIVE'), { number: 210.1 }, 0],
    ['a share of a negative number', number(-200, 0.05, 'RELATIVE'), { number: -191 }, 2],
    ['the same in the unit of the number', number(200, 0.05, 'ABSOLUTE'), { number: 190 }, 0],
    ['the text', text, { text: 'New York' }, 2],
    ['the text in other letters and spaces', text, { text: '  new   YORK ' }, 2],
    ['the text in letters composed otherwise', text, { text: 'A\u030Angstro\u0308m' }, 2],
    ['the text with something added', text, { text: 'New York City' }, 0],
    ['the very text, where letters and spaces matter', exact, { text: 'New York' }, 2],
    ['other letters, where they matter', exact, { text: 'new York' }, 0],
    ['other spaces, where they matter', exact, { text: 'New  York' }, 0],
    ['a text that the pattern accepts', pattern('colou?r'), { text: ' COLOR' }, 2],
    ['a text that the pattern accepts in part', pattern('colou?r'), { text: 'colors' }, 0],
    ['alternatives of a pattern, the whole text', pattern('cat|catfish'), { text: 'catfish' }, 2],
    ['other letters than those of the pattern', pattern('[a-z]+', false), { text: 'ABC' }, 0],
    ['all that belongs together', matching('ALL_OR_NOTHING'), matched('11', '22', '33'), 3],
    ['one left out', matching('ALL_OR_NOTHING'), matched('11', '22'), 0],
    ['partial: one left out', matching('PARTIAL'), matched('11', '22'), 2],
    ['partial: one of three', matching('PARTIAL'), matched('11', '23', '34'), 1],
    ['partial: none', matching('PARTIAL'), matched('12', '23'), 0],
    ['the right order', ordering('ALL_OR_NOTHING'), order('abcd'), 3],
    ['two changed places', ordering('ALL_OR_NOTHING'), order('abdc'), 0],
    ['partial: two changed places', ordering('PARTIAL'), order('abdc'), 2],
    ['partial: the last one first', ordering('PARTIAL'), order('dabc'), 2],
    ['partial: halves changed places', ordering('PARTIAL'), order('cdab'), 1],
    ['partial: the reverse', ordering('PARTIAL'), order('dcba'), 0],
    ['an essay', essay, { text: 'Everything.' }, null],
    ['no essay', essay, null, null],
  ])('%s', (_name, question, response, points) => {
    expect(scoreAnswer(question, response)).toBe(points);
  });
});

describe('whatever is answered', () => {
  const key = fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }).filter((all) => all.includes(true));
  const scoring = fc.constantFrom('PARTIAL' as const, 'PARTIAL_NEGATIVE' as const);

  it('several choices make 0 to all points, the key all, and more right or less wrong never less', () => {
    fc.assert(
      fc.property(key, scoring, fc.infiniteStream(fc.boolean()), (rights, how, stream) => {
        const question = scored(how, rights);
        const ids = rights.map((_, index) => String(index + 1));
        const picked = ids.filter(() => stream.next().value);
        const points = scoreAnswer(question, { choiceIds: picked }) ?? Number.NaN;
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(4);
        expect(scoreAnswer(question, { choiceIds: ids.filter((_, index) => rights[index]) })).toBe(4);
        for (const [index, id] of ids.entries()) {
          const better = rights[index] ? [...new Set([...picked, id])] : picked.filter((other) => other !== id);
          expect(scoreAnswer(question, { choiceIds: better })).toBeGreaterThanOrEqual(points);
        }
      }),
    );
  });

  it('choosing everything makes no points where something is wrong', () => {
    fc.assert(
      fc.property(key, (rights) => {
        fc.pre(rights.includes(false));
        const everything = rights.map((_, index) => String(index + 1));
        expect(scoreAnswer(scored('PARTIAL', rights), { choiceIds: everything })).toBe(0);
      }),
    );
  });

  it('an order makes 0 to all points, and only the right one all', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...'abcd'], { minLength: 4 }), (ids) => {
        const points = scoreAnswer(ordering('PARTIAL'), { order: ids }) ?? Number.NaN;
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points === 3).toBe(ids.join('') === 'abcd');
      }),
    );
  });
});

describe('the verdict', () => {
  it.each([
    ['no answer', null, 'UNANSWERED'],
    ['no points', 0, 'WRONG'],
    ['some points', 1, 'PARTLY_RIGHT'],
    ['full points', 2, 'RIGHT'],
  ] as const)('%s', (_name, points, verdict) => {
    expect(verdictOf(points, 2)).toBe(verdict);
  });
});
