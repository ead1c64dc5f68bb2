import pg from 'pg';
import { type StackPlan, schemaOf, serviceNames } from './service-env.ts';

/**
 * One database with a schema for each service, owned by a role that can touch nothing else. Safe to repeat: the
 * passwords are set anew at every start, so that lost secrets do not lock the data in.
 */
export async function prepareDatabase(plan: StackPlan, superuserUrl: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'lectern'`);
    if (rowCount === 0) await client.query('create database lectern');
  });
  await withClient(superuserUrl.replace(/\/postgres$/, '/lectern'), async (client) => {
    await client.query('revoke all on schema public from public');
    for (const service of serviceNames) {
      const schema = schemaOf[service];
      const role = `lectern_${schema}`;
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (rowCount === 0) await client.query(`create role ${role} login`);
      await client.query(`alter role ${role} password ${client.escapeLiteral(plan.secrets.databaseRoles)}`);
      await client.query(`alter role ${role} set search_path to ${schema}`);
      await client.query(`create schema if not exists ${schema} authorization ${role}`);
    }
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
