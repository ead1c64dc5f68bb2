import { describe, expect, it } from '@jest/globals';
import { readDatabaseFailure } from './database-failure.ts';

const postgres = (code: string) => Object.assign(new Error('refused'), { severity: 'FATAL', code });
const node = (code: string) => Object.assign(new Error(code), { code });

describe('a failure of the database', () => {
  it.each([
    ['that is starting up', postgres('57P03'), 'UPSTREAM_UNAVAILABLE'],
    ['that is shut down', postgres('57P01'), 'UPSTREAM_UNAVAILABLE'],
    ['that takes no more connections', postgres('53300'), 'UPSTREAM_UNAVAILABLE'],
    ['that nobody listens for', node('ECONNREFUSED'), 'UPSTREAM_UNAVAILABLE'],
    ['whose connection broke', new Error('Connection terminated unexpectedly'), 'UPSTREAM_UNAVAILABLE'],
    ['inside of another error', new Error('query failed', { cause: node('ECONNRESET') }), 'UPSTREAM_UNAVAILABLE'],
    ['that cannot hold the text', postgres('22021'), 'BAD_INPUT'],
    ['that cannot read the text', postgres('08P01'), 'BAD_INPUT'],
    ['that has no such column', postgres('42703'), undefined],
    ['that refuses a duplicate', postgres('23505'), undefined],
    ['with the code of something else', Object.assign(new Error('x'), { code: '57P03' }), undefined],
    ['that is none', new TypeError('x is undefined'), undefined],
    ['that is no error', 'text', undefined],
  ])('%s', (_name, error, code) => {
    expect(readDatabaseFailure(error)?.code).toBe(code);
  });
});
