/**
 * Escaped characters on their way through the parser, which knows them but not everywhere (the right side of a match
 * keeps its own code for them): each becomes a sign of private use and a letter, and is put back afterwards. So do
 * characters that mean something among the answers alone, where they stand in the question, as Moodle reads them.
 */
const sign = '\uF8FF';
const letters = new Map<string, string>([
  ['\\\\', 'a'],
  ['\\:', 'b'],
  ['\\#', 'c'],
  ['\\=', 'd'],
  ['\\{', 'e'],
  ['\\}', 'f'],
  ['\\~', 'g'],
  ['\\n', 'h'],
  ['&&', 'i'],
  [sign, 'j'],
  ['\\', 'l'],
  [':', 'b'],
  ['#', 'c'],
  ['=', 'd'],
  ['~', 'g'],
  [' ', 'm'],
  ['\t', 'n'],
  ['\u00A0', 'o'],
]);
const characters = new Map<string, string>([
  ...[...letters].map(([text, letter]): [string, string] => [letter, text.slice(-1)]),
  ['h', '\n'],
  ['i', '&&'],
]);

const everywhere = /\\[\\:#={}~n]|&&|\uF8FF|\\/g;
const inQuestion = /[:#=~]/g;
/** Within a text of an answer; the parser would make one of them. */
const spaces = /(?<=[^\s{}=~#])[ \t\u00A0]{2,}(?=[^\s{}=~#])/g;

export function hideEscapes(block: string): string {
  const escaped = block.replaceAll(everywhere, hidden);
  const [, title = '', rest = ''] = /^(\s*::(?:(?!::)[\s\S])+::)?([\s\S]*)$/.exec(escaped) ?? [];
  const open = rest.indexOf('{');
  const close = rest.lastIndexOf('}');
  const name = title.replace(
    /^(\s*::)([\s\S]*)(::)$/,
    (_all, before: string, inner: string, after: string) => `${before}${inner.replaceAll(inQuestion, hidden)}${after}`,
  );
  if (open < 0 || close < open) return name + rest.replaceAll(inQuestion, hidden);
  const answers = rest.slice(open, close + 1);
  const isNumeric = /^\{\s*#(?!###)/.test(answers);
  return [
    name,
    rest.slice(0, open).replaceAll(inQuestion, hidden),
    isNumeric ? answers : answers.replaceAll(':', hidden).replaceAll(spaces, (run) => [...run].map(hidden).join('')),
    rest.slice(close + 1).replaceAll(inQuestion, hidden),
  ].join('');
}

export function showEscapes(text: string): string {
  return text.replaceAll(/\uF8FF([a-o])/g, (_all, letter: string) => characters.get(letter) ?? '');
}

function hidden(text: string): string {
  return `${sign}${letters.get(text) ?? ''}`;
}
