import { describe, expect, it } from '@jest/globals';
import { leafText } from './leaf-text.ts';

const long = 'x'.repeat(100);
const values: readonly unknown[] = [
  ...['', 'a', 'a "b"', '\\', '\n', '\u0000', '\u007f', '\u2028', 'ö😀', '\ud800', 'a\udc00', long],
  ...[`${long}"`, `${long}\u001f`, `${long}\ud800`, `${long}😀`],
  ...[0, -0, 1, -1.5, 1e21, 1e-7, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY],
  ...[true, false, null, [], {}, [1, 'a', undefined], { a: { b: [null] }, c: undefined }],
  ...[new Date(0), { toJSON: () => 'it' }, { toJSON: () => ({ a: 1 }) }],
];

describe('the text of a value', () => {
  it.each(values.map((value) => [value]))('%p is what JSON.stringify makes of it', (value) => {
    expect(leafText(value)).toBe(JSON.stringify(value));
  });

  it.each([[undefined], [Symbol('a')], [() => 1]])('%p is null, as in a list', (value) => {
    expect(leafText(value)).toBe(JSON.stringify([value]).slice(1, -1));
  });
});
