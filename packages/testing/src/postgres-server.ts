import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '@lectern/embedded-services';
import { noteServer } from './run-folder.ts';

/** Nothing here outlives the run, so nothing is kept for a replica or a restart. */
const settings = ['shared_buffers=64MB', 'wal_level=minimal', 'max_wal_senders=0', 'max_wal_size=128MB'];

export type PostgresServer = AsyncDisposable & {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
};

/** A real PostgreSQL with a data directory of its own in the folder of the run, which goes when it is disposed. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const dataDir = join(tmpdir(), 'postgres');
  const removal = { recursive: true, force: true, maxRetries: 5 };
  try {
    const port = await freePort();
    const server = await startPostgres({ dataDir, port, password: 'postgres', isDurable: false, settings });
    const forget = noteServer(server.pid);
    return {
      url: server.url,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await rm(server.dataDir, removal);
        forget();
      },
    };
  } catch (error) {
    await rm(dataDir, removal);
    throw error;
  }
}
