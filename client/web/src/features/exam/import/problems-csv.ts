/** What is wrong with one row of a file. */
export interface RowProblem {
  readonly row: number;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
}

function quoted(value: string): string {
  // A leading = + - or @ would be run as a formula by a spreadsheet.
  const safe = /^[=+\-@]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The problems as a CSV file with a header, in UTF-8 with a mark that spreadsheets understand. */
export function problemsCsv(problems: readonly RowProblem[]): Blob {
  const lines = [
    ['row', 'field', 'code', 'message'],
    ...problems.map(({ row, field, code, message }) => [String(row), field ?? '', code, message]),
  ];
  const text = lines.map((cells) => cells.map(quoted).join(',')).join('\r\n');
  return new Blob(['\uFEFF', text, '\r\n'], { type: 'text/csv;charset=utf-8' });
}
