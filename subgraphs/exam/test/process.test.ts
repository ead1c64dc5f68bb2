import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { freePort, testDatabase, testProcess, testRedis, testSigningSecret, waitFor } from '@lectern/testing';
import { migrateDatabase } from '../src/db/orm.ts';

const main = join(import.meta.dirname, '../src/main.ts');

it('starts from its environment, is ready, and stops on SIGTERM', async () => {
  await using database = await testDatabase('exam', migrateDatabase);
  await using redis = await testRedis();
  const port = await freePort();
  await using exam = testProcess(main, {
    EXAM_PORT: String(port),
    EXAM_DB_URL: database.url,
    EXAM_REDIS_URL: redis.url,
    LECTERN_REDIS_PREFIX: redis.prefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_COURSE_URL: 'http://127.0.0.1:9',
    LECTERN_IDENTITY_URL: 'http://127.0.0.1:9',
  });
  const address = `http://127.0.0.1:${port}`;
  await waitFor('readiness', async () => (await fetch(`${address}/readyz`)).status === 200);
  expect((await fetch(`${address}/livez`)).status).toBe(200);
  expect(await (await fetch(`${address}/metrics`)).text()).toContain('lectern_exam_attempts_started_total');
  exam.child.kill('SIGTERM');
  expect({ exit: await exam.ended, output: exam.output() }).toMatchObject({ exit: 0 });
});

it('refuses a configuration by the names of what is wrong', async () => {
  await using exam = testProcess(main, { EXAM_PORT: 'many' });
  expect(await exam.ended).toBe(78);
  for (const name of ['EXAM_PORT', 'EXAM_DB_URL', 'LECTERN_SIGNING_SECRET']) expect(exam.output()).toContain(name);
});
