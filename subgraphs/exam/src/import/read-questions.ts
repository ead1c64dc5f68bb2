import type { QuestionDraft } from '../question/question.ts';
import { choiceLetters, questionOfRow, type RowContext, type RowProblem } from './question-of-row.ts';
import { readTable, type TableRow } from './read-table.ts';

export type NumberedProblem = RowProblem & { readonly row: number };
export type NumberedDraft = { readonly row: number; readonly draft: QuestionDraft };

/** What a file of questions says. */
export type ReadQuestions = {
  readonly delimiter: string;
  readonly rowCount: number;
  readonly drafts: readonly NumberedDraft[];
  readonly problems: readonly NumberedProblem[];
};

const choiceColumns = choiceLetters.map((letter) => `choice_${letter}`);
const neededColumns = ['prompt', 'answer'] as const;
const knownColumns = new Set<string>([...neededColumns, ...choiceColumns, 'kind', 'points', 'tolerance', 'unit']);

/** Reads every row of a CSV text; rows that are bad are reported by number and do not stop the others. */
export function readQuestions(text: string, newChoiceId: () => string): ReadQuestions {
  const table = readTable(text, knownColumns);
  const problems: NumberedProblem[] = headerProblems(table.header).map((problem) => ({ row: 1, ...problem }));
  const drafts: NumberedDraft[] = [];
  if (problems.length === 0) {
    const context: RowContext = {
      hasChoiceColumns: table.header.some((column) => choiceColumns.includes(column)),
      allowsDecimalComma: table.delimiter !== ',',
      newChoiceId,
    };
    for (const row of table.rows) {
      const outcome = readRow(row, table.header, context);
      problems.push(...outcome.problems.map((problem) => ({ row: row.row, ...problem })));
      if (outcome.draft) drafts.push({ row: row.row, draft: outcome.draft });
    }
  }
  if (table.brokenRow !== null) problems.push({ row: table.brokenRow, ...quoteNotClosed });
  const rowCount = table.rows.length + (table.brokenRow === null ? 0 : 1);
  return { delimiter: table.delimiter, rowCount, drafts, problems };
}

const quoteNotClosed: RowProblem = {
  field: null,
  code: 'QUOTE_NOT_CLOSED',
  message: 'A quotation mark opens in this row and does not close; nothing after it can be read.',
};

function headerProblems(header: readonly string[]): RowProblem[] {
  const missing = neededColumns
    .filter((column) => !header.includes(column))
    .map((field) => ({ field, code: 'COLUMN_MISSING', message: `The first row names no column ${field}.` }));
  const repeated = [...knownColumns]
    .filter((column) => header.indexOf(column) !== header.lastIndexOf(column))
    .map((field) => ({ field, code: 'COLUMN_REPEATED', message: `The first row names the column ${field} twice.` }));
  return [...missing, ...repeated];
}

function readRow({ cells }: TableRow, header: readonly string[], context: RowContext) {
  const byColumn = new Map<string, string>();
  for (const [index, column] of header.entries()) {
    if (knownColumns.has(column)) byColumn.set(column, cells[index] ?? '');
  }
  const outcome = questionOfRow(byColumn, context);
  if (!cells.slice(header.length).some((cell) => cell.trim() !== '')) return outcome;
  return { draft: null, problems: [tooLong, ...outcome.problems] };
}

const tooLong: RowProblem = {
  field: null,
  code: 'ROW_TOO_LONG',
  message: 'The row has more cells than there are columns; a text with the delimiter in it needs quotation marks.',
};
