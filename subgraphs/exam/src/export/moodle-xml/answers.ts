import type { QuestionContent, QuestionKind } from '../../question/question.ts';
import { absoluteTolerance, percentOf, writtenTexts } from '../details-of.ts';
import { plain, rich } from './element-text.ts';

const types: Readonly<Record<QuestionKind, string>> = {
  SINGLE_CHOICE: 'multichoice',
  MULTIPLE_CHOICE: 'multichoice',
  TRUE_FALSE: 'truefalse',
  NUMERIC: 'numerical',
  SHORT_TEXT: 'shortanswer',
  MATCHING: 'matching',
  ORDERING: 'ordering',
  ESSAY: 'essay',
};

export function typeOf(kind: QuestionKind): string {
  return types[kind];
}

/** What depends on the kind, as elements. */
export function answersOf(content: QuestionContent): string[] {
  switch (content.kind) {
    case 'SINGLE_CHOICE':
      return choices('true', content.choices, (isRight) => (isRight ? '100' : '0'));
    case 'MULTIPLE_CHOICE':
      return choices('false', content.choices, (isRight) => percentOf(content, isRight));
    case 'TRUE_FALSE':
      return [true, false].map((truth) => answer(String(truth), truth === content.isTrue ? '100' : '0'));
    case 'NUMERIC':
      return [
        answer(String(content.number), '100', `<tolerance>${absoluteTolerance(content)}</tolerance>`),
        ...(content.unit ? [unitOf(content.unit)] : []),
      ];
    case 'SHORT_TEXT':
      return [
        `<usecase>${content.foldsCase === false ? 1 : 0}</usecase>`,
        ...writtenTexts(content).map((text) => answer(text.replaceAll('*', '\\*'), '100')),
      ];
    case 'MATCHING':
      return pairs(content);
    case 'ORDERING':
      return [
        '<layouttype>VERTICAL</layouttype>',
        '<selecttype>ALL</selecttype>',
        '<selectcount>0</selectcount>',
        `<gradingtype>${content.scoring === 'PARTIAL' ? 'ABSOLUTE_POSITION' : 'ALL_OR_NOTHING'}</gradingtype>`,
        ...content.items.map(({ text }, index) => rich('answer', text, { fraction: `${index + 1}.0000000` })),
      ];
    case 'ESSAY':
      return [`<maxwordlimit>${content.wordsMax ?? 0}</maxwordlimit>`, rich('graderinfo', content.guidance)];
    default:
      return content satisfies never;
  }
}

type Keyed = { readonly text: string; readonly isRight: boolean };

function choices(isSingle: 'true' | 'false', all: readonly Keyed[], percent: (isRight: boolean) => string): string[] {
  return [
    `<single>${isSingle}</single>`,
    '<shuffleanswers>true</shuffleanswers>',
    ...all.map(({ text, isRight }) => rich('answer', text, { fraction: percent(isRight) })),
  ];
}

function answer(text: string, fraction: string, more = ''): string {
  return `<answer fraction="${fraction}" format="moodle_auto_format">${plain(text)}${more}</answer>`;
}

function unitOf(unit: string): string {
  const name = plain(unit).replace('<text>', '').replace('</text>', '');
  return `<units><unit><multiplier>1</multiplier><unit_name>${name}</unit_name></unit></units>`;
}

function pairs({ premises, targets }: Extract<QuestionContent, { kind: 'MATCHING' }>): string[] {
  const texts = new Map(targets.map(({ id, text }) => [id, text]));
  const used = new Set(premises.map(({ targetId }) => targetId));
  const pair = (left: string, right: string) => rich('subquestion', left, {}, `<answer>${plain(right)}</answer>`);
  return [
    '<shuffleanswers>true</shuffleanswers>',
    ...premises.map(({ text, targetId }) => pair(text, texts.get(targetId) ?? '')),
    ...targets.filter(({ id }) => !used.has(id)).map(({ text }) => pair('', text)),
  ];
}
