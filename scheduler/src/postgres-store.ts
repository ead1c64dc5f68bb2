import type { Logger } from '@lectern/runtime';
import { Client, Pool } from 'pg';

/** The PostgreSQL schema of this service. */
export const databaseSchema = 'scheduler';

export type PostgresStore = AsyncDisposable & { readonly pool: Pool };

const poolMax = 10;

/** Connections whose tables are those of our schema; it is made if the role may and it is missing. */
export async function openPostgresStore(url: string, logger: Logger): Promise<PostgresStore> {
  const pool = new Pool({
    connectionString: url,
    max: poolMax,
    connectionTimeoutMillis: 5_000,
    application_name: 'lectern-scheduler',
    options: `-c search_path=${databaseSchema}`,
  });
  // An idle connection that breaks is replaced by the next one; unheard it would end the process.
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle connection to PostgreSQL was lost'));
  return { pool, [Symbol.asyncDispose]: () => pool.end() };
}

/** Runs `work` when no other replica does: Agenda's own statements for its tables disturb each other. */
export async function withSchema<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query("set lock_timeout = '60s'");
    await client.query("select pg_advisory_lock(hashtextextended('lectern:migrate:scheduler', 0))");
    const existing = await client.query('select 1 from pg_namespace where nspname = $1', [databaseSchema]);
    if (existing.rowCount === 0) await client.query(`create schema ${databaseSchema}`);
    return await work();
  } finally {
    await client.end();
  }
}
