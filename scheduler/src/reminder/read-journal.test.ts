import { describe, expect, it } from '@jest/globals';
import { openClaims, parseJournal } from './read-journal.ts';

const cases = [
  { name: 'nothing', text: '', open: [] },
  { name: 'a claim', text: 'claimed a 100\n', open: ['a'] },
  { name: 'a claim whose mail was going out', text: 'claimed a 100\nsending a\n', open: [] },
  { name: 'a claim that was given back', text: 'claimed a 100\nsettled a\n', open: [] },
  { name: 'a claim that was given back and claimed again', text: 'claimed a 1\nsettled a\nclaimed a 2\n', open: ['a'] },
  { name: 'several at once', text: 'claimed a 1\nclaimed b 1\nclaimed c 1\nsending b\n', open: ['a', 'c'] },
  { name: 'a line cut off in its deadline', text: 'claimed a 100\nclaimed b', open: ['a'] },
  { name: 'a line cut off in its first word', text: 'claimed a 100\nsendi', open: ['a'] },
];

describe('mails that certainly did not go out, after', () => {
  it.each(cases)('$name', ({ text, open }) => {
    expect(openClaims(parseJournal(text)).map(({ id }) => id)).toEqual(open);
  });
});
