import { quote, withClient } from './admin-client.ts';

/** Drops every database that a run has left behind. */
export async function dropTestDatabases(adminUrl: string, run: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const left = await client.query<{ datname: string }>('select datname from pg_database where datname like $1', [
      `lectern\\_test\\_${run}\\_%`,
    ]);
    for (const { datname } of left.rows) await client.query(`drop database if exists ${quote(datname)} with (force)`);
  });
}
