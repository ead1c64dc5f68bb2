import { expect, it } from '@jest/globals';
import { readingMinutes } from './lesson.ts';

it.each([
  ['nothing', '', 1],
  ['a few words', 'Read this.', 1],
  ['a thousand words', 'word '.repeat(1_000), 5],
  ['marks are not words', '# * - '.repeat(1_000), 1],
  ['a script without spaces', '語'.repeat(2_000), 5],
])('reading time of %s', (_name, markdown, minutes) => {
  expect(readingMinutes(markdown)).toBe(minutes);
});
