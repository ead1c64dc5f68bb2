import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '@lectern/embedded-services';
import { migrateDatabase } from '@lectern/exam/database';
import pg from 'pg';

/**
 * A server as one would set it for a national exam, beyond the defaults (docs/performance.md): memory for what is written
 * to again and again, no checkpoint every few seconds, and files of the log kept to be written over. What it has
 * confirmed is on the disk.
 */
const settings = [
  ...['shared_buffers=2GB', 'wal_buffers=64MB', 'checkpoint_timeout=15min'],
  ...['max_wal_size=16GB', 'min_wal_size=4GB'],
];
/** As much as a bench writes; of 16 MB each. */
const usualLogFiles = 160;

export type ServerForWriting = AsyncDisposable & { readonly url: string; readonly pid: number };

/** PostgreSQL of its own, with the tables of exam, that goes when it is disposed. */
export async function startServerForWriting({ logFiles = usualLogFiles } = {}): Promise<ServerForWriting> {
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
  await migrateDatabase(url.href);
  await fillLog(client, logFiles);
  await client.end();
  const resources = stack.move();
  return { url: url.href, pid: server.pid, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/**
 * Brings the log to where it is on a server that has run for a day: its files are there and written over. A new one is
 * filled with zeros first, and whoever commits at that moment waits for it, a hundred milliseconds and more.
 */
async function fillLog(client: pg.Client, logFiles: number): Promise<void> {
  for (let file = 0; file < logFiles; file += 1) {
    await client.query(`select pg_logical_emit_message(false, 'bench', ''), pg_switch_wal()`);
  }
  await client.query('checkpoint');
}
