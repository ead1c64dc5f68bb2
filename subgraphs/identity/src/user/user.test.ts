import { describe, expect, it } from '@jest/globals';
import { maySeeContact, maySeeSuspension, withLearner } from './user.ts';

const learner = { kind: 'USER', id: 'ann', roles: ['LEARNER'] } as const;
const withRole = (role: string) => ({ kind: 'USER', id: 'bob', roles: ['LEARNER', role] }) as const;

describe('who sees address and roles of an account', () => {
  it.each([
    ['its owner', learner, true],
    ['another learner', { ...learner, id: 'eve' }, false],
    ['an instructor', withRole('INSTRUCTOR'), true],
    ['a proctor', withRole('PROCTOR'), true],
    ['an admin', withRole('ADMIN'), true],
    ['someone not signed in', { kind: 'ANONYMOUS' } as const, false],
    ['a service of ours', { kind: 'SERVICE' } as const, true],
  ])('%s', (_name, asker, may) => {
    expect(maySeeContact(asker, 'ann')).toBe(may);
  });
});

describe('who sees whether an account is suspended', () => {
  it.each([
    ['its owner', learner, false],
    ['an instructor', withRole('INSTRUCTOR'), false],
    ['an admin', withRole('ADMIN'), true],
    ['someone not signed in', { kind: 'ANONYMOUS' } as const, false],
  ])('%s', (_name, asker, may) => {
    expect(maySeeSuspension(asker)).toBe(may);
  });
});

describe('the roles of an account', () => {
  it.each([
    ['LEARNER is added', ['ADMIN'], ['LEARNER', 'ADMIN']],
    ['none given leaves LEARNER', [], ['LEARNER']],
    ['each stands once, in a fixed order', ['ADMIN', 'PROCTOR', 'ADMIN', 'LEARNER'], ['LEARNER', 'PROCTOR', 'ADMIN']],
  ] as const)('%s', (_name, given, expected) => {
    expect(withLearner(given)).toEqual(expected);
  });
});
