/** Several texts in one cell have | between them; one of a text's own is written `\|`. */
export function splitList(cell: string): string[] {
  return cell.split(/(?<!\\)\|/).map((text) => text.replaceAll('\\|', '|').trim());
}

export function joinList(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll('|', '\\|')).join(' | ');
}

/**
 * A cell that begins with one of these is a formula to a spreadsheet. Written with an apostrophe before it, which
 * spreadsheets show as text, and read without.
 */
const formula = /^'*[=+\-@\t\r]/;
const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

export function guarded(text: string): string {
  return formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

export function unguarded(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
