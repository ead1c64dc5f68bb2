import { describe, expect, it } from '@jest/globals';
import { readEmail, readLocale, readName } from './profile.ts';

const badInput = expect.objectContaining({ code: 'BAD_INPUT', facts: { field: 'field' } });

function outcomeOf(read: () => string): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

describe('what a profile may hold', () => {
  it.each([
    ['a name', readName, 'Siti Rahayu', 'Siti Rahayu'],
    ['a name with blanks around it', readName, '  Ann ', 'Ann'],
    ['blanks alone are no name', readName, '   ', badInput],
    ['a name of 121 characters', readName, 'a'.repeat(121), badInput],
    ['an address, in lower case', readEmail, ' Ann@Example.COM ', 'ann@example.com'],
    ['an address without a domain', readEmail, 'ann@', badInput],
    ['an address with a blank inside', readEmail, 'ann b@example.com', badInput],
    ['a language', readLocale, 'id', 'id'],
    ['a language and a country, in canonical form', readLocale, 'pt-br', 'pt-BR'],
    ['no language', readLocale, '', badInput],
    ['something that is no language tag', readLocale, 'not a tag', badInput],
  ] as const)('%s', (_name, read, given, expected) => {
    expect(outcomeOf(() => read(given, 'field'))).toEqual(expected);
  });
});
