import { describe, expect, it } from '@jest/globals';
import { readSchedulerConfig } from './config.ts';

const env = {
  SCHEDULER_PORT: '0',
  SCHEDULER_STORE_URL: 'postgres://scheduler@localhost/lectern',
  SCHEDULER_REDIS_URL: 'redis://localhost',
  LECTERN_REDIS_PREFIX: 'lectern:test:',
  LECTERN_SIGNING_SECRET: 'x'.repeat(32),
  LECTERN_PUBLIC_URL: 'http://localhost:4000',
  LECTERN_EXAM_URL: 'http://localhost:4004',
  LECTERN_IDENTITY_URL: 'http://localhost:4001',
  SCHEDULER_SMTP_URL: 'smtp://localhost:1025',
  SCHEDULER_MAIL_FROM: 'Lectern <no-reply@example.com>',
};

describe('the store is chosen by its address', () => {
  it.each([
    ['postgres://scheduler@localhost/lectern', 'POSTGRES'],
    ['postgresql://scheduler@localhost/lectern', 'POSTGRES'],
    ['mongodb://localhost/lectern', 'MONGO'],
    ['mongodb+srv://cluster.example.com/lectern', 'MONGO'],
  ])('%s: %s', (url, kind) => {
    expect(readSchedulerConfig({ ...env, SCHEDULER_STORE_URL: url }).store).toEqual({ kind, url });
  });
});

describe('a start is refused', () => {
  it.each([
    ['SCHEDULER_STORE_URL', 'mysql://localhost'],
    ['SCHEDULER_MAIL_FROM', 'nobody'],
    ['SCHEDULER_MAIL_FROM', 'a@example.com\r\nBcc: b@example.com'],
    ['SCHEDULER_MAIL_TIME_ZONE', 'Atlantis/Capital'],
    ['SCHEDULER_SMTP_URL', 'http://localhost'],
  ])('with %s=%j, and the variable is named', (name, value) => {
    expect(() => readSchedulerConfig({ ...env, [name]: value })).toThrow(name);
  });
});
