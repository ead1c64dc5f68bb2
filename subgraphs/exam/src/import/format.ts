import type { QuestionKind } from '../question/question.ts';

export type QuestionFormat = 'CSV' | 'GIFT' | 'AIKEN' | 'MOODLE_XML' | 'QTI';

const all: readonly QuestionKind[] = [
  'SINGLE_CHOICE',
  'MULTIPLE_CHOICE',
  'TRUE_FALSE',
  'NUMERIC',
  'SHORT_TEXT',
  'MATCHING',
  'ORDERING',
  'ESSAY',
];

/** Which kinds of question a format can hold. */
export const heldKinds: Readonly<Record<QuestionFormat, ReadonlySet<QuestionKind>>> = {
  CSV: new Set(all),
  GIFT: new Set(all.filter((kind) => kind !== 'ORDERING')),
  AIKEN: new Set<QuestionKind>(['SINGLE_CHOICE']),
  MOODLE_XML: new Set(all),
  QTI: new Set(all),
};
