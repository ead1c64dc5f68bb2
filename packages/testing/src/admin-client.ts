import pg from 'pg';

/** Runs `work` with a connection of its own, which is closed afterwards whatever happens. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A connection that dies between queries shows in the next query; unhandled it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function quote(name: string): string {
  return pg.escapeIdentifier(name);
}
