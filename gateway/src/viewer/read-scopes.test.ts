import { describe, expect, it } from '@jest/globals';
import { readScopes } from './read-scopes.ts';

describe('the scopes of a token', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
    ['none', { sub: 'ada' }, []],
    ['one text', { scope: 'read:a write:a' }, ['read:a', 'write:a']],
    ['one text with odd spaces', { scope: '  read:a \t write:a ' }, ['read:a', 'write:a']],
    ['an empty text', { scope: '' }, []],
    ['a list', { scopes: ['read:a', 'write:a'] }, ['read:a', 'write:a']],
    ['a list under the short name', { scp: ['read:a'] }, ['read:a']],
    ['a text under the short name', { scp: 'read:a read:b' }, ['read:a', 'read:b']],
    ['a list under the first name', { scope: ['read:a'] }, ['read:a']],
    ['several claims, each scope once', { scope: 'a b', scopes: ['b', 'c'], scp: ['d'] }, ['a', 'b', 'c', 'd']],
    ['a scope with a space in a list, which is one name', { scopes: ['a b'] }, ['a b']],
    ['what is no text', { scope: 7, scopes: ['a', 1, null], scp: { b: true } }, ['a']],
  ];
  it.each(cases)('%s', (_name, claims, expected) => {
    expect(readScopes(claims)).toEqual(expected);
  });
});
