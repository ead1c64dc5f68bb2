import { type ItemOutcome, type NewId, problem, type ReadItems } from '../item.ts';
import { checkRowCount } from '../row-limit.ts';
import { type ColumnMapping, choiceColumns, isKnownName, readHeader } from './columns.ts';
import { unguarded } from './list-cell.ts';
import { questionOfRow } from './question-of-row.ts';
import { readTable, type TableRow } from './read-table.ts';
import type { RowContext } from './row-reader.ts';

/** What a table of questions says. */
export type ReadCsv = ReadItems & { readonly delimiter: string; readonly columns: readonly ColumnMapping[] };

/** Reads every row of a CSV text; rows that are bad are reported by number and do not stop the others. */
export function readCsv(text: string, newId: NewId, mapping: readonly ColumnMapping[] = []): ReadCsv {
  const table = readTable(text, (cell) => isKnownName(cell, mapping));
  checkRowCount(table.rows.length);
  const { columns, problems: ofHeader } = readHeader(table.header, mapping);
  const context: RowContext = {
    hasChoiceColumns: columns.some(({ readAs }) => readAs !== null && choiceColumns.includes(readAs)),
    allowsDecimalComma: table.delimiter !== ',',
    newId,
  };
  const rows = ofHeader.length === 0 ? table.rows : [];
  const outcomes = rows.map((row) => ({ row: row.row, ...readRow(row, columns, context) }));
  const broken = table.brokenRow === null ? [] : [{ row: table.brokenRow, ...quoteNotClosed }];
  return {
    delimiter: table.delimiter,
    columns,
    rowCount: table.rows.length + broken.length,
    questions: outcomes.flatMap(({ row, question }) => (question ? [{ row, ...question }] : [])),
    problems: [
      ...ofHeader.map((one) => ({ row: 1, ...one })),
      ...outcomes.flatMap(({ row, problems }) => problems.map((one) => ({ row, ...one }))),
      ...broken,
    ],
  };
}

const quoteNotClosed = problem(
  null,
  'QUOTE_NOT_CLOSED',
  'A quotation mark opens in this row and does not close; nothing after it can be read.',
);

function readRow({ cells }: TableRow, columns: readonly ColumnMapping[], context: RowContext): ItemOutcome {
  const byColumn = new Map<string, string>();
  for (const [index, { readAs }] of columns.entries()) {
    if (readAs !== null) byColumn.set(readAs, unguarded((cells[index] ?? '').trim()));
  }
  const outcome = questionOfRow(byColumn, context);
  if (!cells.slice(columns.length).some((cell) => cell.trim() !== '')) return outcome;
  return { question: null, problems: [tooLong, ...outcome.problems] };
}

const tooLong = problem(
  null,
  'ROW_TOO_LONG',
  'The row has more cells than there are columns; a text with the delimiter in it needs quotation marks.',
);
