import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { quote, withClient } from './admin-client.ts';
import { requireEnv, testServerEnv } from './test-servers.ts';
import { waitFor } from './wait-for.ts';

/** How long a server may take to notice that a client has closed its connection. */
const closingMs = 5_000;

export type TestDatabase = AsyncDisposable & {
  /** Of the superuser, to a database that is this call's alone. */
  readonly url: string;
  /** Drops it as if it were lost, under whoever is connected. */
  drop(): Promise<void>;
};

/**
 * A migrated database of its own. The first call of a run for `service` makes a template with `migrate`; all others
 * clone it, which takes some 50 ms. Disposing drops it, connections and all, and then throws if any were still open:
 * whoever opened them must be disposed before.
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
    await client.query(`create database ${quote(name)} template ${quote(template)} strategy file_copy`);
  });
  const drop = (client: Client) => client.query(`drop database if exists ${quote(name)} with (force)`);
  return {
    url: urlOf(adminUrl, name),
    drop: async () => void (await withClient(adminUrl, drop)),
    async [Symbol.asyncDispose]() {
      await withClient(adminUrl, async (client) => {
        const left = await connectionsLeft(client, name);
        await drop(client);
        if (left.length > 0) throw new Error(`still connected to the database of the test: ${left.join('; ')}`);
      });
    },
  };
}

/** What is connected to the database and does not go, by application and last statement. */
async function connectionsLeft(client: Client, database: string): Promise<readonly string[]> {
  let left: { application_name: string; state: string; query: string }[] = [];
  const isFree = async () => {
    const found = await client.query(
      `select application_name, state, query from pg_stat_activity
        where datname = $1 and backend_type = 'client backend' order by backend_start`,
      [database],
    );
    left = found.rows;
    return left.length === 0;
  };
  await waitFor('connections to close', isFree, closingMs).catch(() => undefined);
  return left.map(({ application_name, state, query }) => `${application_name || 'someone'} (${state}) "${query}"`);
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
