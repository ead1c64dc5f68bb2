import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { withClient } from '../src/admin-client.ts';
import { testDatabase } from '../src/test-database.ts';

const migrate = (url: string) =>
  withClient(url, async (client) => void (await client.query('create table note (line text)')));

it('gives every call a database of its own', async () => {
  await using first = await testDatabase('testing', migrate);
  await using second = await testDatabase('testing', migrate);
  await withClient(first.url, (client) => client.query("insert into note values ('mine')"));
  const seen = await withClient(second.url, (client) => client.query('select * from note'));
  expect(seen.rows).toEqual([]);
});

it('migrates once, however many ask at the same time', async () => {
  let migrations = 0;
  const counted = async (url: string) => {
    migrations += 1;
    await migrate(url);
  };
  const databases = await Promise.all(Array.from({ length: 8 }, () => testDatabase('testing-race', counted)));
  expect(migrations).toBe(1);
  expect(new Set(databases.map(({ url }) => url)).size).toBe(8);
  await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()));
});

it('does not keep a template whose migration failed', async () => {
  const fail = () => Promise.reject(new Error('bad migration'));
  await expect(testDatabase('testing-failure', fail)).rejects.toThrow('bad migration');
  await using database = await testDatabase('testing-failure', migrate);
  const seen = await withClient(database.url, (client) => client.query('select * from note'));
  expect(seen.rows).toEqual([]);
});

it('drops the database even while somebody is connected, and says who', async () => {
  const database = await testDatabase('testing', migrate);
  const url = `${database.url}?application_name=forgetful`;
  const connected = withClient(url, async (client) => {
    await client.query('select 42');
    await expect(database[Symbol.asyncDispose]()).rejects.toThrow(
      'still connected to the database of the test: forgetful (idle) "select 42"',
    );
    await client.query('select 1');
  });
  await expect(connected).rejects.toThrow();
});

it('waits for those who are about to leave', async () => {
  const database = await testDatabase('testing', migrate);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const disposed = database[Symbol.asyncDispose]();
  await client.query('select pg_sleep(0.2)');
  await client.end();
  await expect(disposed).resolves.toBeUndefined();
});
