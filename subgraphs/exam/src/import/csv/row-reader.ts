import { type NewId, problem, type RowProblem } from '../item.ts';

/** What is known of the file when one of its rows is read. */
export type RowContext = {
  readonly hasChoiceColumns: boolean;
  /** Where the comma does not separate columns it may be a decimal mark. */
  readonly allowsDecimalComma: boolean;
  readonly newId: NewId;
};

/** One row while it is read: its cells, and what was found wrong so far. */
export type RowReader = {
  readonly context: RowContext;
  readonly problems: RowProblem[];
  cell(column: string): string;
  /** The number in a cell, `otherwise` when it is empty; reports `code` when it is something else. */
  number(column: string, otherwise: number, code: string, noun: string): number;
};

export function createReader(cells: ReadonlyMap<string, string>, context: RowContext): RowReader {
  const problems: RowProblem[] = [];
  const cell = (column: string) => cells.get(column)?.trim() ?? '';
  return {
    context,
    problems,
    cell,
    number(column, otherwise, code, noun) {
      if (cell(column) === '') return otherwise;
      const number = numberOf(cell(column), context);
      if (number === null) problems.push(problem(column, code, `${noun} must be a number.`));
      return number ?? otherwise;
    },
  };
}

export function numberOf(text: string, { allowsDecimalComma }: RowContext): number | null {
  const plain = allowsDecimalComma ? text.replace(',', '.') : text;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}
