import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ensureRedis,
  freePort,
  type RunningPostgres,
  type RunningRedis,
  startPostgres,
  startRedis,
} from '@lectern/embedded-services';
import pg from 'pg';

/** A store that can be killed and started again at the same address. */
export type KeptStore<Kind> = AsyncDisposable & {
  readonly url: string;
  readonly current: () => Kind;
  /** As a power cut would: SIGKILL, and gone. */
  kill(): Promise<void>;
  restart(): Promise<void>;
};

const password = 'postgres';
const restartWithinMs = 30_000;

/** PostgreSQL as a school runs it: what it has confirmed is on the disk. */
export async function keepPostgres(folder: string, settings: readonly string[]): Promise<KeptStore<RunningPostgres>> {
  const port = await freePort();
  const options = { dataDir: join(folder, 'postgres'), port, password, isDurable: true, settings };
  return keep(
    () => startPostgres(options),
    async ({ pid, exited }) => {
      process.kill(pid, 'SIGKILL');
      await exited;
    },
  );
}

/** Redis in memory: it comes back empty. */
export async function keepRedis(): Promise<KeptStore<RunningRedis>> {
  const program = ensureRedis((line) => void process.stderr.write(`${line}\n`));
  const port = await freePort();
  return keep(
    () => startRedis({ program, port }),
    (redis) => redis.kill(),
  );
}

type Store = AsyncDisposable & { readonly url: string; readonly pid: number };

async function keep<Kind extends Store>(
  start: () => Promise<Kind>,
  kill: (store: Kind) => Promise<void>,
): Promise<KeptStore<Kind>> {
  let store = await start();
  // Servers have process groups of their own, and would outlive us.
  const endNow = () => void killQuietly(store.pid);
  process.on('exit', endNow);
  return {
    url: store.url,
    current: () => store,
    kill: () => kill(store),
    async restart() {
      const giveUpAt = performance.now() + restartWithinMs;
      for (;;) {
        try {
          store = await start();
          return;
        } catch (error) {
          // Backends of a killed PostgreSQL hold its memory until they notice.
          if (performance.now() > giveUpAt) throw error;
          await delay(200);
        }
      }
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      process.off('exit', endNow);
    },
  };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

const schemas = ['identity', 'course', 'exam', 'reporting'] as const;
export type SchemaName = (typeof schemas)[number];

/** One database with a role and a schema for each service, as an installation has it. */
export async function prepareSchemas(superuserUrl: string): Promise<void> {
  await withClient(superuserUrl, (client) => client.query('create database lectern'));
  await withClient(databaseUrl(superuserUrl), async (client) => {
    for (const schema of schemas) {
      await client.query(`create role lectern_${schema} login password '${password}'`);
      await client.query(`alter role lectern_${schema} set search_path to ${schema}`);
      await client.query(`create schema ${schema} authorization lectern_${schema}`);
    }
  });
}

/** The school's database for the superuser, or for the role of one service. */
export function databaseUrl(superuserUrl: string, schema?: SchemaName): string {
  const url = new URL(superuserUrl);
  url.pathname = '/lectern';
  if (schema) url.username = `lectern_${schema}`;
  return url.href;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that dies between queries shows in the next one; unheard it would end this process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
