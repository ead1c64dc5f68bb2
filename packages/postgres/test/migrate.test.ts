import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { testDatabase } from '@lectern/testing';
import type { MikroORM } from '@mikro-orm/postgresql';
import { isUsable, migrate, rows } from '../src/index.ts';
import { createNotesOrm } from './_notes.ts';

const run = promisify(execFile);

async function usingOrm<T>(url: string, work: (orm: MikroORM) => Promise<T>): Promise<T> {
  const orm = await createNotesOrm(url);
  try {
    return await work(orm);
  } finally {
    await orm.close(true);
  }
}

const appliedNames = (orm: MikroORM) =>
  rows<{ name: string }>(orm.em.fork(), 'select name from notes.migrations order by id');

it('applies every migration once when three processes start at the same moment', async () => {
  await using database = await testDatabase('postgres-empty');
  const script = new URL('_migrate-process.ts', import.meta.url).pathname;
  await Promise.all([1, 2, 3].map(() => run(process.execPath, [script, database.url])));
  await usingOrm(database.url, async (orm) => {
    expect(await appliedNames(orm)).toEqual([
      { name: '20261101000000_counter__create' },
      { name: '20261102000000_outbox__create' },
    ]);
  });
});

it('does nothing the second time', async () => {
  await using database = await testDatabase('postgres-empty');
  await usingOrm(database.url, migrate);
  await usingOrm(database.url, async (orm) => {
    await migrate(orm);
    expect(await appliedNames(orm)).toHaveLength(2);
  });
});

it('needs no right but on its own schema', async () => {
  await using database = await testDatabase('postgres-empty');
  const limited = await usingOrm(database.url, async (orm) => {
    const role = `notes_${crypto.randomUUID().slice(0, 8)}`;
    const em = orm.em.fork();
    await rows(em, `create role ${role} login password 'secret'`);
    await rows(em, `create schema notes authorization ${role}`);
    await rows(em, `revoke all on schema public from public`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'secret';
    return url.href;
  });
  await usingOrm(limited, async (orm) => {
    await migrate(orm);
    await isUsable(orm);
  });
});

it('leaves nothing behind when a migration fails half-way', async () => {
  await using database = await testDatabase('postgres-empty');
  await usingOrm(database.url, async (orm) => {
    const em = orm.em.fork();
    await rows(em, 'create schema notes');
    // The second migration finds its table taken.
    await rows(em, 'create table notes.outbox (line text)');
    await expect(migrate(orm)).rejects.toThrow('already exists');
    expect(await rows(em, "select to_regclass('notes.counter') as found")).toEqual([{ found: null }]);
    expect(await appliedNames(orm)).toEqual([]);
  });
});

it('is usable only when no migration is pending', async () => {
  await using database = await testDatabase('postgres-empty');
  await usingOrm(database.url, async (orm) => {
    await expect(isUsable(orm)).rejects.toThrow('20261101000000_counter__create');
    await migrate(orm);
    await isUsable(orm);
  });
  await usingOrm(database.url, isUsable);
});

it('is not usable when the database is gone', async () => {
  await using database = await testDatabase('postgres-empty');
  await usingOrm(database.url, async (orm) => {
    await migrate(orm);
    await database.drop();
    await expect(isUsable(orm)).rejects.toThrow();
  });
});
