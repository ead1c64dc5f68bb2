import { describe, expect, it } from '@jest/globals';
import { createTickets, type Ticketed } from './ticket.ts';

const hourMs = 3_600_000;
const ada: Ticketed = {
  viewer: { kind: 'USER', id: 'ada', roles: ['LEARNER', 'PROCTOR'], via: 's1' },
  scopes: ['read', 'write'],
  group: 'g',
};
const user = (more: object) =>
  ({ ...ada, viewer: { kind: 'USER', id: 'ada', roles: ['LEARNER', 'PROCTOR'], via: 's1', ...more } }) as const;

function tickets(secret = 'a secret') {
  let now = Date.UTC(2030, 0, 1);
  const made = createTickets(secret, { now: () => now });
  return {
    ...made,
    pass(ms: number) {
      now += ms;
    },
  };
}

describe('a ticket', () => {
  it('is good for whom and for what it was made, at any gateway with the same secret', () => {
    const { issue, isGood } = tickets();
    expect(isGood(issue(ada), ada)).toBe(true);
    expect(tickets().isGood(issue(ada), ada)).toBe(true);
    expect(isGood(issue(ada), { ...user({ roles: ['PROCTOR', 'LEARNER'] }), scopes: ['write', 'read'] })).toBe(true);
    expect(tickets('another').isGood(issue(ada), ada)).toBe(false);
  });

  const others: readonly (readonly [string, Ticketed])[] = [
    ['another viewer', user({ id: 'bob' })],
    ['another session', user({ via: 's2' })],
    ['fewer roles', user({ roles: ['LEARNER'] })],
    ['more roles', user({ roles: ['LEARNER', 'PROCTOR', 'ADMIN'] })],
    ['other scopes', { ...ada, scopes: ['read'] }],
    ['another operation', { ...ada, group: 'h' }],
    ['nobody', { ...ada, viewer: { kind: 'ANONYMOUS' } }],
  ];
  it.each(others)('is not good for %s', (_name, other) => {
    const { issue, isGood } = tickets();
    expect(isGood(issue(ada), other)).toBe(false);
    expect(isGood(issue(other), ada)).toBe(false);
  });

  it('is not good after six hours, nor with another end', () => {
    const { issue, isGood, pass } = tickets();
    const ticket = issue(ada);
    pass(6 * hourMs - 2_000);
    expect(isGood(ticket, ada)).toBe(true);
    const later = issue(ada);
    pass(4_000);
    expect(isGood(ticket, ada)).toBe(false);
    const [until] = later.split('.');
    const [, mac] = ticket.split('.');
    expect(isGood(`${until}.${mac}`, ada)).toBe(false);
  });

  it.each([
    '',
    '.',
    'x',
    'zzzz.',
    '.AAAAAAAAAAAAAAAAAAAAAA',
    'zzzzzzz.ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ',
    'NaN.AAAAAAAAAAAAAAAAAAAAAA',
  ])('that is none is not good: %j', (text) => {
    expect(tickets().isGood(text, ada)).toBe(false);
  });
});
