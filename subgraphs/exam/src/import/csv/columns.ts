import { questionLimits } from '../../question/question.ts';
import { problem, type RowProblem } from '../item.ts';

/** a to t: as many as a question may have choices. */
export const choiceLetters: readonly string[] = Array.from({ length: questionLimits.choicesMax }, (_, index) =>
  String.fromCharCode('a'.charCodeAt(0) + index),
);
export const choiceColumns = choiceLetters.map((letter) => `choice_${letter}`);
export const matchColumns = choiceLetters.map((letter) => `match_${letter}`);
const neededColumns = ['prompt', 'answer'] as const;

/** Every column, in the order they are written. */
export const knownColumns: readonly string[] = [
  'kind',
  'prompt',
  ...choiceColumns,
  ...matchColumns,
  'answer',
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
];
const known = new Set(knownColumns);

/** Names that other programs give to the same columns. */
const synonyms = new Map<string, string>([
  ['question', 'prompt'],
  ['question_text', 'prompt'],
  ['type', 'kind'],
  ['question_type', 'kind'],
  ['correct', 'answer'],
  ['correct_answer', 'answer'],
  ['right_answer', 'answer'],
  ['marks', 'points'],
  ['score', 'points'],
  ['explanation', 'feedback'],
  ...choiceLetters.flatMap((letter, index): [string, string][] =>
    [`option_${letter}`, `option_${index + 1}`, `choice_${index + 1}`, letter].map((name) => [
      name,
      `choice_${letter}`,
    ]),
  ),
]);

/** What the caller says a column of the file is; null: it is not read. */
export type ColumnMapping = { readonly name: string; readonly readAs: string | null };

/** `Choice A`, `choice-a` and `choice_a` are the same column. */
export function columnName(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}

/** Whether a header cell says anything to us; by this the delimiter is found. */
export function isKnownName(cell: string, mapping: readonly ColumnMapping[]): boolean {
  const name = columnName(cell);
  return known.has(name) || synonyms.has(name) || mapping.some((one) => columnName(one.name) === name);
}

export type ReadHeader = {
  /** Each column of the file and what it is read as. */
  readonly columns: readonly ColumnMapping[];
  readonly problems: readonly RowProblem[];
};

/** Decides what every column of the file is: as the caller says, else by its name, else by a name others use. */
export function readHeader(header: readonly string[], mapping: readonly ColumnMapping[]): ReadHeader {
  const said = new Map(mapping.map(({ name, readAs }) => [columnName(name), readAs && columnName(readAs)]));
  const names = header.map(columnName);
  const taken = new Set([...said.values(), ...names.filter((name) => known.has(name) && !said.has(name))]);
  const columns = header.map((cell, index): ColumnMapping => {
    const name = names[index] ?? '';
    const mapped = said.get(name);
    if (mapped !== undefined) return { name: cell, readAs: mapped !== null && known.has(mapped) ? mapped : null };
    if (known.has(name)) return { name: cell, readAs: name };
    const other = synonyms.get(name);
    return { name: cell, readAs: other !== undefined && !taken.has(other) ? other : null };
  });
  return { columns, problems: headerProblems(columns, names, mapping) };
}

function headerProblems(
  columns: readonly ColumnMapping[],
  names: readonly string[],
  mapping: readonly ColumnMapping[],
): RowProblem[] {
  const read = columns.map(({ readAs }) => readAs);
  const absent = mapping
    .filter(({ name }) => !names.includes(columnName(name)))
    .map(({ name }) => problem(name, 'COLUMN_NOT_IN_FILE', `The first row names no column ${name}.`));
  const unknown = mapping
    .filter(({ readAs }) => readAs !== null && !known.has(columnName(readAs)))
    .map(({ name, readAs }) => problem(name, 'COLUMN_UNKNOWN', `There is no column ${readAs} to read it as.`));
  const missing = neededColumns
    .filter((column) => !read.includes(column))
    .map((column) => problem(column, 'COLUMN_MISSING', `The first row names no column ${column}.`));
  const repeated = knownColumns
    .filter((column) => read.indexOf(column) !== read.lastIndexOf(column))
    .map((column) => problem(column, 'COLUMN_REPEATED', `The first row names the column ${column} twice.`));
  return [...absent, ...unknown, ...missing, ...repeated];
}
