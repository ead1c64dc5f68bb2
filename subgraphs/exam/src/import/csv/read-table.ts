import { CsvError, parse } from 'csv-parse/sync';

/** The cells of one row and its number as a spreadsheet shows it: the header is row 1, blank rows count. */
export type TableRow = { readonly row: number; readonly cells: readonly string[] };

export type Table = {
  readonly delimiter: string;
  readonly header: readonly string[];
  /** Without blank rows. */
  readonly rows: readonly TableRow[];
  /** The row where reading had to stop because its quotation marks do not close; null when all was read. */
  readonly brokenRow: number | null;
};

const delimiters = [',', ';', '\t', '|'] as const;

/** Reads text as a table; the delimiter is the one that makes most of the known columns appear in the header. */
export function readTable(text: string, isKnown: (cell: string) => boolean): Table {
  const delimiter = delimiterOf(text, isKnown);
  const { records, isBroken } = readRecords(text, delimiter);
  const [header = [], ...others] = records;
  return {
    delimiter,
    header,
    rows: others
      .map((cells, index) => ({ row: index + 2, cells }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
    brokenRow: isBroken ? records.length + 1 : null,
  };
}

function delimiterOf(text: string, isKnown: (cell: string) => boolean): string {
  const head = text.slice(0, 10_000);
  const scored = delimiters.map((delimiter) => {
    const [header = []] = readRecords(head, delimiter, 1).records;
    return { delimiter, score: header.filter(isKnown).length };
  });
  return scored.reduce((best, other) => (other.score > best.score ? other : best)).delimiter;
}

function readRecords(text: string, delimiter: string, to = -1): { records: string[][]; isBroken: boolean } {
  const records: string[][] = [];
  try {
    parse(text, {
      delimiter,
      to,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
    return { records, isBroken: false };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records, isBroken: true };
  }
}
