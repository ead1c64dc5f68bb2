import { withTimeout } from '@lectern/runtime';
import { Client } from 'pg';

export type PostgresSession = AsyncDisposable & {
  readonly client: Client;
  /** Rejects when the connection is lost; never resolves. */
  readonly lost: Promise<never>;
};

const connectTimeoutMs = 5_000;
const queryTimeoutMs = 30_000;
const endTimeoutMs = 300;

/** One connection outside any pool, as LISTEN and advisory locks need it. */
export async function connectPostgres(url: string, name: string): Promise<PostgresSession> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
  });
  const lost = new Promise<never>((_, reject) => {
    client.on('error', (cause) => reject(new Error('the connection to PostgreSQL was lost', { cause })));
    client.on('end', () => reject(new Error('the connection to PostgreSQL has ended')));
  });
  // Rejects also while nobody waits for it.
  lost.catch(() => undefined);
  await client.connect();
  return {
    client,
    lost,
    async [Symbol.asyncDispose]() {
      // A server that is gone does not say goodbye.
      await withTimeout('the goodbye', endTimeoutMs, client.end()).catch(() => undefined);
    },
  };
}
