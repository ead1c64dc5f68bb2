import { randomBytes } from 'node:crypto';
import { dropTestDatabases } from './drop-test-databases.ts';
import { startPostgresServer } from './postgres-server.ts';
import { startRedisServer } from './redis-server.ts';

/** The environment through which the set-up tells Jest's workers where the servers are. */
export const testServerEnv = {
  postgresUrl: 'LECTERN_TEST_POSTGRES_URL',
  redisUrl: 'LECTERN_TEST_REDIS_URL',
  /** Distinguishes this run's databases from those of another run on the same server. */
  run: 'LECTERN_TEST_RUN',
} as const;

let started: AsyncDisposableStack | undefined;

/**
 * Once per Jest run: one PostgreSQL and one Redis, unless the environment names running ones. The workers are forked
 * afterwards and inherit the addresses.
 */
export async function startTestServers(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  process.env[testServerEnv.run] ??= randomBytes(4).toString('hex');
  await Promise.all([
    provide(testServerEnv.postgresUrl, startPostgresServer, stack),
    provide(testServerEnv.redisUrl, startRedisServer, stack),
  ]);
  const postgresUrl = requireEnv(testServerEnv.postgresUrl);
  stack.defer(() => dropTestDatabases(postgresUrl, requireEnv(testServerEnv.run)));
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

type StartedServer = AsyncDisposable & { readonly url: string; endNow(): void };

async function provide(name: string, start: () => Promise<StartedServer>, stack: AsyncDisposableStack): Promise<void> {
  if (process.env[name]) return;
  const server = stack.use(await start());
  process.env[name] = server.url;
  stack.defer(() => void delete process.env[name]);
  stack.defer(endWithUs(server));
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Jest skips the teardown when it is interrupted; the servers must not outlive it. Returns how to undo this. */
function endWithUs(server: StartedServer): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    forget();
    server.endNow();
    // Now that nobody catches it, it ends this process as it would have.
    process.kill(process.pid, signal);
  };
  const onExit = () => server.endNow();
  const forget = () => {
    process.off('exit', onExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.once('exit', onExit);
  for (const signal of signals) process.once(signal, onSignal);
  return forget;
}
