import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '@lectern/embedded-services';

const endMs = 300;

export type PostgresServer = AsyncDisposable & {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
  /** For a process that has no time left: ends the server and removes its data without waiting. */
  endNow(): void;
};

/** A real PostgreSQL with a data directory of its own, which goes when it is disposed. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-test-postgres-'));
  const removal = { recursive: true, force: true, maxRetries: 5 };
  try {
    const port = await freePort();
    const settings = ['shared_buffers=64MB'];
    const server = await startPostgres({ dataDir, port, password: 'postgres', isDurable: false, settings });
    return {
      url: server.url,
      endNow() {
        // Immediate shutdown; what it would save is thrown away.
        process.kill(server.pid, 'SIGQUIT');
        // A signal handler cannot await; without the pause its last files would come after the removal.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, endMs);
        rmSync(server.dataDir, removal);
      },
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await rm(server.dataDir, removal);
      },
    };
  } catch (error) {
    await rm(dataDir, removal);
    throw error;
  }
}
