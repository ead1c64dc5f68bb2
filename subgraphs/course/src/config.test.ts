import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@lectern/runtime';
import { readCourseConfig } from './config.ts';

const env = {
  COURSE_PORT: '0',
  COURSE_DB_URL: 'postgres://u:p@127.0.0.1/lectern',
  COURSE_REDIS_URL: 'redis://127.0.0.1',
  LECTERN_REDIS_PREFIX: 'lectern:test:',
  LECTERN_SIGNING_SECRET: 'a'.repeat(32),
};

describe('the configuration', () => {
  it('needs no more than what has no default', () => {
    expect(readCourseConfig(env)).toMatchObject({ host: '127.0.0.1', port: 0, dbPoolMax: 10 });
  });

  it.each(Object.keys(env))('is refused without %s, by its name', (name) => {
    const start = () => readCourseConfig({ ...env, [name]: '' });
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(name);
  });

  it.each([
    ['COURSE_PORT', '70000'],
    ['COURSE_DB_URL', 'mysql://127.0.0.1'],
    ['COURSE_REDIS_URL', '127.0.0.1'],
    ['LECTERN_SIGNING_SECRET', 'short'],
    ['LECTERN_LOG_LEVEL', 'loud'],
  ])('is refused with a bad %s, without telling a secret', (name, value) => {
    const start = () => readCourseConfig({ ...env, [name]: value });
    expect(start).toThrow(name);
    if (name.endsWith('SECRET')) expect(start).not.toThrow(value);
  });
});
