import type { ImportColumnInput, ImportReportFragment } from '@lectern/sdk';

const letters = [...'abcdefghijklmnopqrst'];

/** Our columns but for those that are numbered by letters, in the order they are offered. */
export const plainColumns = [
  'prompt',
  'answer',
  'kind',
  'points',
  'scoring',
  'tolerance',
  'tolerance_kind',
  'unit',
  'folds_case',
  'folds_space',
  'pattern',
  'words_max',
  'guidance',
  'feedback',
  'tags',
  'difficulty',
] as const;
export type PlainColumn = (typeof plainColumns)[number];

/** A column of ours that is numbered by a letter, such as `choice_b`; null for others. */
export function letteredColumn(column: string): { readonly name: 'choice' | 'match'; readonly letter: string } | null {
  const [, name, letter] = /^(choice|match)_([a-t])$/.exec(column) ?? [];
  return letter === undefined ? null : { name: name === 'choice' ? 'choice' : 'match', letter: letter.toUpperCase() };
}

/** Whether a text is one of `plainColumns`. */
export function isPlainColumn(column: string): column is PlainColumn {
  return plainColumns.some((known) => known === column);
}

/** Every column of ours. Lettered ones are offered as far as the file has any use for them. */
export function offeredColumns(columnCount: number): readonly string[] {
  const used = letters.slice(0, Math.min(letters.length, Math.max(6, columnCount)));
  return [
    ...plainColumns.slice(0, 2),
    ...used.map((letter) => `choice_${letter}`),
    ...plainColumns.slice(2),
    ...used.map((letter) => `match_${letter}`),
  ];
}

/** The whole mapping after one column was said to be another: what was that one before is then not read. */
export function mappingWith(
  columns: ImportReportFragment['columns'],
  name: string,
  readAs: string | null,
): readonly ImportColumnInput[] {
  return columns.map((column) => {
    if (column.name === name) return { name, readAs };
    return { name: column.name, readAs: column.readAs === readAs ? null : column.readAs };
  });
}
