import { describe, expect, it } from '@jest/globals';
import { anonymous } from '@lectern/request-signing';
import { refusalErrors } from './refusal-errors.ts';
import { grantsOf } from './requirement.ts';

describe('what a viewer is granted', () => {
  const cases: readonly (readonly [string, Parameters<typeof grantsOf>[0], unknown])[] = [
    ['nobody', { viewer: anonymous, scopes: [] }, [false, [], []]],
    ['nobody, whatever is claimed', { viewer: anonymous, scopes: ['a'] }, [false, [], []]],
    [
      'a person: roles are policies',
      { viewer: { kind: 'USER', id: 'ada', roles: ['ADMIN'], via: 's' }, scopes: ['a', 'b'] },
      [true, ['a', 'b'], ['ADMIN']],
    ],
    [
      'an API key',
      { viewer: { kind: 'USER', id: 'ada', roles: ['ADMIN'], via: 'api-key:k' }, scopes: [] },
      [true, [], ['ADMIN']],
    ],
    ['a service, which is nobody here', { viewer: { kind: 'SERVICE', name: 'x' }, scopes: [] }, [false, [], []]],
  ];
  it.each(cases)('%s', (_name, authenticated, expected) => {
    const { isAuthenticated, scopes, policies } = grantsOf(authenticated);
    expect([isAuthenticated, [...scopes], [...policies]]).toEqual(expected);
  });
});

describe('a refusal in a response', () => {
  it('has its path, its code and the sentence of the catalogue', () => {
    expect(
      refusalErrors([
        { path: ['a', 'b'], code: 'UNAUTHENTICATED' },
        { path: ['c'], code: 'FORBIDDEN' },
      ]).map((error) => error.toJSON()),
    ).toEqual([
      { message: 'Sign in first.', path: ['a', 'b'], extensions: { code: 'UNAUTHENTICATED' } },
      { message: 'You may not do this.', path: ['c'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});
