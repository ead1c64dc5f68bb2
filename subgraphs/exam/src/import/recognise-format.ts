import { columnName, isKnownName } from './csv/columns.ts';
import type { QuestionFormat } from './format.ts';

/** The format a text is in, by what stands in it; the file's name decides where the text could be either. */
export function recogniseFormat(text: string, fileName: string): QuestionFormat | null {
  const start = text.trimStart();
  if (start.startsWith('<')) return formatOfXml(start);
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension === 'gift') return 'GIFT';
  if (extension === 'aiken') return 'AIKEN';
  if (hasKnownHeader(start)) return 'CSV';
  if (looksLikeAiken(text)) return 'AIKEN';
  if (looksLikeGift(text)) return 'GIFT';
  return 'CSV';
}

const qtiRoots =
  /^(qti-)?(assessment-?item|assessment-?test|assessment-?section|assessment-?stimulus|manifest|questestinterop)$/i;

function formatOfXml(text: string): QuestionFormat | null {
  const body = text
    .slice(0, 20_000)
    .replaceAll(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(\[[\s\S]*?\])?[^>]*>/g, '');
  const root = /<(?:[\w.-]+:)?([\w.-]+)/.exec(body)?.[1] ?? '';
  if (root === 'quiz' || root === 'question') return 'MOODLE_XML';
  return qtiRoots.test(root) ? 'QTI' : null;
}

function hasKnownHeader(text: string): boolean {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const cells = line.split(/[,;\t|]/).map((cell) => cell.replaceAll('"', ''));
  const known = cells.filter((cell) => columnName(cell).length > 1 && isKnownName(cell, []));
  return known.length >= 2;
}

function looksLikeAiken(text: string): boolean {
  return /^[ \t]*ANSWER:[ \t]*[A-Z][ \t]*$/m.test(text) && /^[ \t]*A[.)][ \t]/m.test(text);
}

function looksLikeGift(text: string): boolean {
  if (/^[ \t]*\$CATEGORY:|^[ \t]*::(?:\\.|[^:\\])+::/m.test(text)) return true;
  return /(?<!\\)\{\s*(?:[=~#]|T\b|F\b|TRUE\b|FALSE\b|\})/.test(text) && /(?<!\\)\}/.test(text);
}
