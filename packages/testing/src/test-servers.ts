import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { dropTestDatabases } from './drop-test-databases.ts';
import { startPostgresServer } from './postgres-server.ts';
import { startRedisServer } from './redis-server.ts';
import { createRunFolder } from './run-folder.ts';

/** The environment through which the set-up tells Jest's workers where the servers are. */
export const testServerEnv = {
  postgresUrl: 'LECTERN_TEST_POSTGRES_URL',
  redisUrl: 'LECTERN_TEST_REDIS_URL',
  /** Distinguishes this run's databases from those of another run on the same server. */
  run: 'LECTERN_TEST_RUN',
} as const;

let started: AsyncDisposableStack | undefined;

/**
 * Once per Jest run: a folder for all temporary files, one PostgreSQL and one Redis, unless the environment names
 * running ones. The workers are forked afterwards and inherit folder and addresses.
 */
export async function startTestServers(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  await provideFolder(stack);
  process.env[testServerEnv.run] ??= randomBytes(4).toString('hex');
  const given = process.env[testServerEnv.postgresUrl];
  if (given) stack.defer(() => dropTestDatabases(given, requireEnv(testServerEnv.run)));
  await Promise.all([
    provide(testServerEnv.postgresUrl, startPostgresServer, stack),
    provide(testServerEnv.redisUrl, startRedisServer, stack),
  ]);
  started = stack.move();
}

/** Stops what startTestServers started and drops what the tests left on servers that were given. */
export async function stopTestServers(): Promise<void> {
  const stack = started;
  started = undefined;
  await stack?.disposeAsync();
}

/** The value of a variable the set-up sets; throws where a test runs without it. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests with the jest.config.js at the root`);
  return value;
}

async function provideFolder(stack: AsyncDisposableStack): Promise<void> {
  const folder = await createRunFolder();
  stack.defer(folder.remove);
  // Halves what the start of a service costs that another test has started before.
  process.env.NODE_COMPILE_CACHE ??= join(folder.path, 'compile-cache');
  const { TMPDIR: before } = process.env;
  process.env.TMPDIR = folder.path;
  stack.defer(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  stack.defer(endWithUs(folder.remove));
}

type StartedServer = AsyncDisposable & { readonly url: string };

async function provide(name: string, start: () => Promise<StartedServer>, stack: AsyncDisposableStack): Promise<void> {
  if (process.env[name]) return;
  const server = stack.use(await start());
  process.env[name] = server.url;
  stack.defer(() => void delete process.env[name]);
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Jest skips the teardown when it is interrupted; nothing must outlive it. Returns how to undo this. */
function endWithUs(endNow: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    forget();
    endNow();
    // Now that nobody catches it, it ends this process as it would have.
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off('exit', endNow);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.once('exit', endNow);
  for (const signal of signals) process.once(signal, onSignal);
  return forget;
}
