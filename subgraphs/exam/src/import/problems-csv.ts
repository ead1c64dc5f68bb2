import { csvOf } from './csv/csv-text.ts';
import type { NumberedProblem } from './item.ts';

const written = 20_000;

/** What is wrong as a table, to be worked through beside the original; empty when nothing is. */
export function problemsCsv(problems: readonly NumberedProblem[]): string {
  if (problems.length === 0) return '';
  const rows = problems
    .slice(0, written)
    .map(({ row, field, code, message }) => [String(row), field ?? '', code, message]);
  return csvOf([['row', 'field', 'code', 'message'], ...rows]);
}
