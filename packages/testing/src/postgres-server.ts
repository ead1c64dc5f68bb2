import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@lectern/embedded-services';
import { endProcess } from './end-process.ts';
import { freePort } from './free-port.ts';

export type PostgresServer = AsyncDisposable & {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
};

/** A real PostgreSQL with a data directory of its own, which goes when it is disposed. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-test-postgres-'));
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  // The account that PostgreSQL runs as may not enter a folder that only we can.
  await chmod(folder, 0o755);
  const postgres = resources.use(
    await startPostgres({
      dataDir: join(folder, 'cluster'),
      port: await freePort(),
      password: 'postgres',
      isDurable: false,
      settings: ['shared_buffers=64MB'],
    }),
  );
  // Whoever ends this process without disposing leaves no server behind; SIGQUIT ends it without a checkpoint.
  process.once('exit', () => endProcess(postgres.pid, 'SIGQUIT'));
  const release = resources.move();
  return { url: postgres.url, [Symbol.asyncDispose]: () => release.disposeAsync() };
}
