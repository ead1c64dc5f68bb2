import { describe, expect, it } from '@jest/globals';
import { isShut, type Lock, type LockedField, lockOf } from './locks.ts';
import { accessCodeFrom, changesOf, inputOf, looksLikeNetwork, settingsOf } from './settings-values.ts';

describe('what is sent of settings', () => {
  const before = settingsOf(null);

  it('is nothing when nothing was changed', () => {
    expect(changesOf(before, { ...before })).toEqual({});
  });

  it('is only what was changed', () => {
    const resultPolicy = { ...before.resultPolicy, marks: 'NEVER' as const };
    expect(changesOf(before, { ...before, title: ' Geography ', attemptDelayMinutes: 90, resultPolicy })).toEqual({
      title: 'Geography',
      attemptDelaySeconds: 5_400,
      resultPolicy,
    });
  });

  it('has points only where points decide', () => {
    expect(inputOf({ ...before, passMarkPoints: 12 }).passMarkPoints).toBeNull();
    expect(inputOf({ ...before, passMarkIn: 'points', passMarkPoints: 12 }).passMarkPoints).toBe(12);
  });

  it('has no access code of spaces', () => {
    expect(inputOf({ ...before, accessCode: '  ' }).accessCode).toBeNull();
  });
});

const past = '2020-01-01T00:00:00Z';
const future = '2999-01-01T00:00:00Z';
const locks: readonly [string, Parameters<typeof lockOf>[0], LockedField, Lock | null][] = [
  ['nothing in a new exam', null, 'timeLimitMinutes', null],
  ['nothing in a draft', { status: 'DRAFT', opensAt: past }, 'opensAt', null],
  ['the time limit', { status: 'PUBLISHED', opensAt: future }, 'timeLimitMinutes', 'fixed'],
  ['fewer attempts', { status: 'PUBLISHED', opensAt: future }, 'attemptsMax', 'onlyMore'],
  ['not the opening while it is ahead', { status: 'PUBLISHED', opensAt: future }, 'opensAt', null],
  ['the opening once it is past', { status: 'PUBLISHED', opensAt: past }, 'opensAt', 'hasOpened'],
  ['an earlier end once it is open', { status: 'PUBLISHED', opensAt: past }, 'closesAt', 'onlyLater'],
  ['the end of a closed exam', { status: 'CLOSED', opensAt: past }, 'closesAt', 'isClosed'],
];

describe('what publishing locks', () => {
  it.each(locks)('%s', (_name, exam, field, lock) => {
    expect(lockOf(exam, field, Date.parse('2026-06-01T00:00:00Z'))).toBe(lock);
  });

  it('leaves open what may still move one way', () => {
    expect((['onlyMore', 'onlyLess', 'onlyLater', null] as const).filter(isShut)).toEqual([]);
    expect((['fixed', 'hasOpened', 'isClosed'] as const).filter(isShut)).toHaveLength(3);
  });
});

describe('networks and codes', () => {
  it.each(['10.20.0.0/16', ' 192.168.1.7/32', '0.0.0.0/0', '2001:db8::/32', '::1/128'])('%s is a network', (text) => {
    expect(looksLikeNetwork(text)).toBe(true);
  });

  it.each(['10.20.0.0', '10.20.0.0/33', '10.1.1.260/8', 'school.example/24', '', '::1/129'])('%p is none', (text) => {
    expect(looksLikeNetwork(text)).toBe(false);
  });

  it('codes have no letters that are taken for digits', () => {
    expect(accessCodeFrom(Uint8Array.from({ length: 256 }, (_, byte) => byte))).not.toMatch(/[ILO01]/);
  });
});
