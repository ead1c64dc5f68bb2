import { describe, expect, it } from '@jest/globals';
import { readExamConfig } from './config.ts';

const env = {
  EXAM_PORT: '0',
  EXAM_DB_URL: 'postgres://localhost/lectern',
  EXAM_REDIS_URL: 'redis://localhost',
  LECTERN_REDIS_PREFIX: 'lectern:test:',
  LECTERN_SIGNING_SECRET: 'x'.repeat(32),
  LECTERN_COURSE_URL: 'http://localhost:1',
  LECTERN_IDENTITY_URL: 'http://localhost:2',
};

describe('the configuration', () => {
  it('needs little and has defaults for the rest', () => {
    expect(readExamConfig(env)).toMatchObject({
      host: '127.0.0.1',
      dbPoolMax: 10,
      answers: { writers: 3, queueMax: 20_000, batchMax: 1_024 },
    });
  });

  it('names everything that is missing at once', () => {
    const names = Object.keys(env);
    expect(() => readExamConfig({})).toThrow(new RegExp(names.join('.*')));
  });

  it.each([
    ['EXAM_PORT', '70000'],
    ['EXAM_DB_URL', 'mysql://localhost'],
    ['LECTERN_SIGNING_SECRET', 'too short'],
    ['EXAM_ANSWER_QUEUE_MAX', '0'],
    ['LECTERN_LOG_LEVEL', 'loud'],
  ])('refuses a bad %s by its name', (name, value) => {
    expect(() => readExamConfig({ ...env, [name]: value })).toThrow(name);
  });
});
