import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

export type RedisServer = AsyncDisposable & {
  readonly url: string;
  /** Ends the process at once, as a power cut would; all it held is gone. */
  kill(): Promise<void>;
  /** Starts an empty one at the same address. */
  restart(): Promise<void>;
};

/** A real Redis (or Valkey) of its own on a free port, in memory only. */
export async function startRedisServer(): Promise<RedisServer> {
  const binary = findBinary();
  const port = await freePort();
  let child = await launch(binary, port);
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end(child, 'SIGKILL'),
    async restart() {
      child = await launch(binary, port);
    },
    [Symbol.asyncDispose]: () => end(child, 'SIGKILL'),
  };
}

function findBinary(): string {
  const directories = (process.env.PATH ?? '').split(delimiter);
  for (const name of ['redis-server', 'valkey-server']) {
    const found = directories.map((directory) => join(directory, name)).find(isExecutable);
    if (found) return found;
  }
  throw new Error(
    'Tests need Redis 7 or newer: neither redis-server nor valkey-server is on the PATH. ' +
      'Install one (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), ' +
      'or set LECTERN_TEST_REDIS_URL to a running one.',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function launch(binary: string, port: number): Promise<ChildProcess> {
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const child = spawn(binary, settings, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // Whoever ends this process without disposing leaves no server behind.
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const failed = once(child, 'exit').then(() => {
    throw new Error(`Redis for tests did not start:\n${output}`);
  });
  failed.catch(() => undefined);
  const ready = waitFor('Redis to accept connections', () => /ready to accept connections/i.test(output), 15_000);
  await Promise.race([ready, failed]);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
