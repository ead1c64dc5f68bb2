import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '@lectern/embedded-services';
import { migrateDatabase } from '@lectern/exam/database';
import pg from 'pg';

/**
 * A server as one would set it for a national exam, beyond the defaults: memory for what is written to again and again,
 * and no checkpoint every few seconds. What it has confirmed is on the disk.
 */
const settings = ['shared_buffers=2GB', 'max_wal_size=16GB', 'checkpoint_timeout=15min', 'wal_buffers=64MB'];

export type ServerForWriting = AsyncDisposable & { readonly url: string; readonly pid: number };

/** PostgreSQL of its own, with the tables of exam, that goes when it is disposed. */
export async function startServerForWriting(): Promise<ServerForWriting> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-bench-writer-'));
  const password = 'postgres';
  const dataDir = join(folder, 'postgres');
  const server = await startPostgres({ dataDir, port: await freePort(), password, isDurable: true, settings });
  stack.defer(async () => {
    await rm(server.dataDir, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  stack.use(server);
  const url = new URL(server.url);
  url.pathname = '/lectern';
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('create database lectern');
  await client.end();
  await migrateDatabase(url.href);
  const resources = stack.move();
  return { url: url.href, pid: server.pid, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
