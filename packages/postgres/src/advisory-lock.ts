import { Client } from 'pg';

/**
 * Runs `work` while a connection of its own holds PostgreSQL's advisory lock of that name. The lock goes with the
 * connection, so a process that dies never leaves it behind. Rejects with SQLSTATE 55P03 after `timeoutMs` of waiting.
 */
export async function lockedBy<T>(name: string, url: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'lectern-lock',
  });
  // The loss of an idle connection is an event; unheard it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`set lock_timeout = ${Math.trunc(timeoutMs)}`);
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    return await work();
  } finally {
    await client.end();
  }
}
