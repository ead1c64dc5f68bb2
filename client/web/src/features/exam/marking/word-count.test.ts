import { describe, expect, it } from '@jest/globals';
import { wordCount } from './word-count.ts';

describe('words', () => {
  it.each([
    ['nothing', '', 0],
    ['only spaces', '  \n ', 0],
    ['a sentence', 'The tide comes in.', 4],
    ['joined words', 'It’s a well-known 3.5', 4],
    ['two lines', 'one\n\ntwo', 2],
    ['other scripts', 'Ujian nasional 2026 — siap!', 4],
  ])('%s', (_name, text, count) => {
    expect(wordCount(text)).toBe(count);
  });
});
