import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { freePort, testDatabase, testRedis, testSigningSecret, waitFor } from '@lectern/testing';
import { migrateDatabase } from '../src/db/orm.ts';

const main = join(import.meta.dirname, '../src/main.ts');

function start(env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  return { child, output: () => output };
}

it('starts from its environment, is ready, and stops on SIGTERM', async () => {
  await using database = await testDatabase('exam', migrateDatabase);
  await using redis = await testRedis();
  const port = await freePort();
  const { child, output } = start({
    EXAM_PORT: String(port),
    EXAM_DB_URL: database.url,
    EXAM_REDIS_URL: redis.url,
    LECTERN_REDIS_PREFIX: redis.prefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_COURSE_URL: 'http://127.0.0.1:9',
  });
  const exited = once(child, 'exit');
  try {
    const address = `http://127.0.0.1:${port}`;
    await waitFor('readiness', async () => (await fetch(`${address}/readyz`)).status === 200, 20_000);
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('lectern_exam_attempts_started_total');
  } finally {
    child.kill('SIGTERM');
  }
  expect({ exit: await exited, output: output() }).toMatchObject({ exit: [0, null] });
});

it('refuses a configuration by the names of what is wrong', async () => {
  const { child, output } = start({ EXAM_PORT: 'many' });
  const [code] = await once(child, 'exit');
  expect(code).toBe(78);
  for (const name of ['EXAM_PORT', 'EXAM_DB_URL', 'LECTERN_SIGNING_SECRET']) expect(output()).toContain(name);
});
