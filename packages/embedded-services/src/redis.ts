import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnServer } from './spawn-server.ts';

export type RedisOptions = {
  /** The server program, as `ensureRedis` found it. */
  readonly program: string;
  readonly port: number;
  /** Where the append-only file lies; undefined keeps everything in memory only. */
  readonly dataDir?: string;
};

export type RunningRedis = AsyncDisposable & {
  readonly url: string;
  readonly pid: number;
  readonly exited: Promise<void>;
  lastLines(): string;
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>;
};

const ready = /ready to accept connections/i;

/** A real Redis on loopback: append-only in `dataDir`, or without persistence. */
export async function startRedis({ program, port, dataDir }: RedisOptions): Promise<RunningRedis> {
  const persistence = dataDir === undefined ? ['--appendonly', 'no'] : await persistIn(dataDir);
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--daemonize', 'no', ...persistence];
  const server = await spawnServer('Redis', program, args, ready, { startTimeoutMs: 60_000 });
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: server.child.pid ?? 0,
    exited: server.exited,
    lastLines: server.lastLines,
    kill: () => server.stop('SIGKILL', 1_000),
    [Symbol.asyncDispose]: () => server.stop('SIGTERM', 10_000),
  };
}

async function persistIn(dataDir: string): Promise<readonly string[]> {
  await mkdir(dataDir, { recursive: true });
  const pidFile = join(dataDir, 'redis.pid');
  await stopLeftover(pidFile);
  return ['--appendonly', 'yes', '--appendfsync', 'everysec', '--dir', dataDir, '--pidfile', pidFile];
}

/** A server that outlived whoever started it would hold the same append-only file. */
async function stopLeftover(pidFile: string): Promise<void> {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').trim()) : 0;
  if (!(pid > 0) || (!commandOf(pid).includes('redis') && !commandOf(pid).includes('valkey'))) return;
  process.kill(pid, 'SIGTERM');
  for (let waited = 0; waited < 10_000 && commandOf(pid) !== ''; waited += 50) await delay(50);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
