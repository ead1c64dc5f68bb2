import { describe, expect, it } from '@jest/globals';
import { readClassList } from './class-list.ts';
import { returnAddress } from './return-address.ts';

describe('a pasted class list', () => {
  it.each([
    ['comma', 'Siti Rahma, siti@example.com'],
    ['semicolon', 'Siti Rahma;siti@example.com'],
    ['tab', 'Siti Rahma\tsiti@example.com'],
    ['as mails write it', 'Siti Rahma <siti@example.com>'],
    ['capitals', 'Siti Rahma, SITI@Example.com'],
  ])('reads a line with %s', (_name, text) => {
    expect(readClassList(text)).toEqual({ people: [{ name: 'Siti Rahma', email: 'siti@example.com' }], badLines: [] });
  });

  it('names the lines it cannot read and skips empty ones', () => {
    const list = readClassList('A B, a@b.c\n\nnonsense\nC D, c@d.e\n@');
    expect(list.people).toHaveLength(2);
    expect(list.badLines).toEqual([3, 5]);
  });
});

describe('the address to return to after signing in', () => {
  it.each([
    ['/courses/a?tab=b', '/courses/a?tab=b'],
    [null, '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('%p leads to %p', (next, wanted) => {
    expect(returnAddress(next)).toBe(wanted);
  });
});
