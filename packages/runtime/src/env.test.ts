import { describe, expect, it } from '@jest/globals';
import { ConfigError, type EnvReader, readWith } from './env.ts';

function problemOf(env: Record<string, string>, read: (reader: EnvReader) => unknown): string {
  try {
    readWith(env, read);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('reading configuration', () => {
  it.each<[string, Record<string, string>, (reader: EnvReader) => unknown, string]>([
    ['a missing value', {}, (r) => r.string('A'), 'A is not set'],
    ['an empty value', { A: '' }, (r) => r.integer('A'), 'A is not set'],
    ['a number with letters', { A: '8x' }, (r) => r.integer('A'), 'A must be a whole number, not "8x"'],
    [
      'a number out of range',
      { A: '70000' },
      (r) => r.integer('A', { min: 1, max: 65535 }),
      'A must be between 1 and 65535',
    ],
    ['a word for a boolean', { A: 'yes' }, (r) => r.boolean('A'), 'A must be true or false'],
    ['no URL', { A: 'localhost' }, (r) => r.url('A'), 'A must be a URL'],
    ['another protocol', { A: 'ftp://x' }, (r) => r.url('A', { protocols: ['http'] }), 'A must begin with http://'],
    ['a value not in the list', { A: 'c' }, (r) => r.oneOf('A', ['a', 'b']), 'A must be one of a, b'],
    ['a short secret', { A: 'short' }, (r) => r.secret('A'), 'A must have at least 16 characters'],
  ])('names the variable for %s', (_name, env, read, expected) => {
    expect(problemOf(env, read)).toContain(expected);
  });

  it('reports every problem at once and never prints a secret', () => {
    const message = problemOf({ A: 'hunter2', B: 'x' }, (r) => [r.secret('A'), r.integer('B'), r.string('C')]);
    expect(message).toMatch(/A must have.*B must be.*C is not set/);
    expect(message).not.toContain('hunter2');
  });

  it('takes defaults only for what is unset', () => {
    const config = readWith({ B: '2', L: 'a, b,,' }, (r) => ({
      a: r.integer('A', { default: 1 }),
      b: r.integer('B', { default: 1 }),
      list: r.list('L'),
      none: r.optional('N'),
    }));
    expect(config).toEqual({ a: 1, b: 2, list: ['a', 'b'], none: undefined });
  });
});
