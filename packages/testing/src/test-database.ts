import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { quote, withClient } from './admin-client.ts';
import { requireEnv, testServerEnv } from './test-servers.ts';

export type TestDatabase = AsyncDisposable & {
  /** Of the superuser, to a database that is this call's alone. */
  readonly url: string;
};

/**
 * A migrated database of its own. The first call of a run for `service` makes a template with `migrate`; all others
 * clone it, which takes some 50 ms. Disposing drops it, connections and all.
 */
export async function testDatabase(
  service: string,
  migrate: (url: string) => Promise<void> = async () => undefined,
): Promise<TestDatabase> {
  const adminUrl = requireEnv(testServerEnv.postgresUrl);
  const scope = `lectern_test_${requireEnv(testServerEnv.run)}`;
  const template = `${scope}_${service.replaceAll(/\W/g, '_')}_template`;
  const name = `${scope}_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, async (client) => {
    await makeTemplate(client, template, adminUrl, migrate);
    await client.query(`create database ${quote(name)} template ${quote(template)}`);
  });
  return {
    url: urlOf(adminUrl, name),
    async [Symbol.asyncDispose]() {
      await withClient(adminUrl, (client) => client.query(`drop database if exists ${quote(name)} with (force)`));
    },
  };
}

/** Workers race to be first: the lock lets one migrate, the others find the template finished. */
async function makeTemplate(
  client: Client,
  template: string,
  adminUrl: string,
  migrate: (url: string) => Promise<void>,
): Promise<void> {
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
  try {
    const existing = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (existing.rowCount) return;
    // Renamed only when complete, so that a failed migration never looks like a template.
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${quote(unfinished)} with (force)`);
    await client.query(`create database ${quote(unfinished)}`);
    await migrate(urlOf(adminUrl, unfinished));
    await client.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [unfinished],
    );
    await client.query(`alter database ${quote(unfinished)} rename to ${quote(template)}`);
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
