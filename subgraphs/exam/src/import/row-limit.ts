import { importErrors } from './import.errors.ts';

const rowsMax = 10_000;

/** Refuses a file of more rows than anybody could look through; asked before any of them is read. */
export function checkRowCount(count: number): void {
  if (count > rowsMax) throw importErrors.make('IMPORT_ROWS_TOO_MANY');
}
