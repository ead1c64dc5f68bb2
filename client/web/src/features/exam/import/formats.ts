import type { QuestionFormat } from '@lectern/sdk';

/** The formats of question files, in the order they are offered. */
export const questionFormats = [
  'CSV',
  'GIFT',
  'AIKEN',
  'MOODLE_XML',
  'QTI',
] as const satisfies readonly QuestionFormat[];

/** Endings of files that hold questions. What a file is, its content says. */
export const questionFileEndings = ['.csv', '.tsv', '.txt', '.gift', '.xml', '.zip'] as const;
