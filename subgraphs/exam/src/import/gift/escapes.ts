/**
 * Escaped characters on their way through the parser, which knows them but not everywhere (the right side of a match
 * keeps its own code for them): each becomes a sign of private use and a letter, and is put back afterwards.
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
  ['://', 'k'],
  ['\\', 'l'],
]);
const characters = new Map<string, string>([
  ...[...letters].map(([text, letter]): [string, string] => [letter, text.length === 2 ? text.slice(1) : text]),
  ['h', '\n'],
  ['i', '&&'],
]);

/** A plain address in a text is no title mark; a backslash before anything else is itself. */
export function hideEscapes(block: string): string {
  return block.replaceAll(/\\[\\:#={}~n]|&&|\uF8FF|:\/\/|\\/g, (text) => `${sign}${letters.get(text) ?? ''}`);
}

export function showEscapes(text: string): string {
  return text.replaceAll(/\uF8FF([a-l])/g, (_all, letter: string) => characters.get(letter) ?? '');
}
