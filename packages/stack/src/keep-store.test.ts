import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureRedis, freePort, startPostgres, startRedis } from '@lectern/embedded-services';
import { waitFor } from '@lectern/testing';
import pg from 'pg';
import { keepStore, type Store } from './keep-store.ts';
import { createScreen, type Screen } from './screen.ts';

let shown: string;
let screen: Screen;
let folder: string;

beforeEach(() => {
  shown = '';
  screen = createScreen(false, (text) => {
    shown += text;
  });
  folder = mkdtempSync(join(tmpdir(), 'lectern-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A store that can be told to die; `starts` counts how often one was made. */
function fakeStore(failing: readonly number[] = []) {
  const made: { die(): void; stops: number }[] = [];
  const start = async (): Promise<Store> => {
    const exit = Promise.withResolvers<void>();
    const entry = { die: exit.resolve, stops: 0 };
    made.push(entry);
    if (failing.includes(made.length)) throw new Error('the port is held');
    return {
      exited: exit.promise,
      lastLines: () => `lines of ${made.indexOf(entry) + 1}`,
      async [Symbol.asyncDispose]() {
        entry.stops += 1;
        exit.resolve();
      },
    };
  };
  return { start, made };
}

describe('a store that is kept running', () => {
  it('is reported with its last lines when it dies, and started again', async () => {
    const { start, made } = fakeStore();
    await using _kept = await keepStore('Redis', start, screen);
    made[0]?.die();
    await waitFor('a second start', () => shown.includes('Redis is started again'));
    expect(shown).toContain('lines of 1');
    made[1]?.die();
    await waitFor('a third start', () => made.length === 3);
  });

  it('is tried again when it does not start at once', async () => {
    const { start, made } = fakeStore([2]);
    await using kept = await keepStore('PostgreSQL', start, screen);
    made[0]?.die();
    await waitFor('the start that works', () => shown.includes('PostgreSQL is started again'));
    expect(shown).toContain('could not be started again: the port is held');
    expect(kept.current().lastLines()).toBe('lines of 3');
  });

  it('is not started again once it is stopped', async () => {
    const { start, made } = fakeStore();
    const kept = await keepStore('Redis', start, screen);
    await kept[Symbol.asyncDispose]();
    expect([made.length, made[0]?.stops, shown]).toEqual([1, 2, '']);
  });

  it('does not hold up a stop while it waits to be started again', async () => {
    const { start, made } = fakeStore();
    const kept = await keepStore('Redis', start, screen);
    made[0]?.die();
    await waitFor('the report', () => shown.includes('ended unexpectedly'));
    await kept[Symbol.asyncDispose]();
    expect(made).toHaveLength(1);
  });

  it('fails when its first start does', async () => {
    await expect(keepStore('Redis', fakeStore([1]).start, screen)).rejects.toThrow('the port is held');
  });
});

it('brings back a killed Redis and a killed PostgreSQL with what they had acknowledged', async () => {
  const port = await freePort();
  const program = ensureRedis(() => undefined);
  await using redis = await keepStore(
    'Redis',
    () => startRedis({ program, port, dataDir: join(folder, 'redis') }),
    screen,
  );
  const postgresPort = await freePort();
  await using postgres = await keepStore(
    'PostgreSQL',
    () => startPostgres({ dataDir: join(folder, 'postgres'), port: postgresPort, password: 'p', isDurable: true }),
    screen,
  );
  const query = async (sql: string) => {
    const client = new pg.Client(postgres.current().url);
    await client.connect();
    try {
      return (await client.query<{ kept: number }>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await query('create table t as select 7 as kept');
  process.kill(redis.current().pid, 'SIGKILL');
  process.kill(postgres.current().pid, 'SIGKILL');
  await waitFor(
    'both',
    () => /Redis is started again/.test(shown) && /PostgreSQL is started again/.test(shown),
    30_000,
  );
  expect(await query('select kept from t')).toEqual([{ kept: 7 }]);
}, 60_000);
