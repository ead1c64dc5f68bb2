import type { Random } from '../differential/random.ts';

const insertions = [
  'null',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u',
  '\\ud800',
  '1e999',
  '-',
  '.',
  '\u0000',
  'NaN',
  '日',
];

type Change = (text: string, random: Random) => string;

const changes: readonly Change[] = [
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text) => `${text}${text}`,
  (text) => `${text} trailing`,
  (text) => `\ufeff${text}`,
  (text) => `\n\t ${text} \n`,
  // Every key a second time, before and after.
  (text) => text.replace(/^\{/, '{"data":{"things":"first"},"errors":7,'),
  (text) => text.replace(/\}$/, ',"data":null}'),
  (text, random) => splice(text, random, random.pick(insertions)),
  (text, random) => splice(text, random, String.fromCharCode(random.below(0xffff))),
  (text) => text.replace(/"(\w)/g, '"\\u00$1'),
  (text) => text.replaceAll(/\d+/g, '12345678901234567890123'),
  (text) => text.replaceAll(/true|false/g, '1e400'),
  (text) => '['.repeat(20_000) + text,
  () => `{"data":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
  () => '',
  () => 'null',
  () => '"text"',
  () => '[]',
  () => '{}',
  () => '{"data":{}}',
  () => '{"data":null}',
  () => '{"data":[]}',
  () => '{"data":{},"errors":[]}',
];

function splice(text: string, random: Random, piece: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at + random.below(3));
}

/** JSON text with something wrong in it; sometimes still right. */
export function mangleText(text: string, random: Random): string {
  return random.pick(changes)(text, random);
}
