import { describe, expect, it } from '@jest/globals';
import { letterOf, moved, plainText } from './lists.ts';

describe('a text without its marks', () => {
  it.each([
    ['plain', 'plain'],
    ['**bold** and `code`', 'bold and code'],
    ['see [the map](https://maps.example)', 'see the map'],
    ['two\n\nparagraphs', 'two paragraphs'],
    ['x'.repeat(100), `${'x'.repeat(89)}…`],
  ])('%s', (markdown, wanted) => {
    expect(plainText(markdown)).toBe(wanted);
  });
});

describe('letters of a list', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [52, 'BA'],
  ])('%i is %s', (index, letter) => {
    expect(letterOf(index)).toBe(letter);
  });
});

describe('moving one of a list', () => {
  it.each([
    ['up', 2, 1, 'acbd'],
    ['down', 0, 2, 'bcad'],
    ['to its place', 1, 1, 'abcd'],
    ['past the end', 0, 9, 'bcda'],
    ['before the beginning', 3, -4, 'dabc'],
    ['what is not there', 7, 0, 'abcd'],
  ])('%s', (_name, from, to, wanted) => {
    expect(moved([...'abcd'], from, to).join('')).toBe(wanted);
  });
});
