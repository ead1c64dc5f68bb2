import { ensureRedis, type RunningRedis, startRedis } from '@lectern/embedded-services';
import { endProcess } from './end-process.ts';
import { freePort } from './free-port.ts';

export type RedisServer = AsyncDisposable & {
  readonly url: string;
  /** Ends the process at once, as a power cut would; all it held is gone. */
  kill(): Promise<void>;
  /** Starts an empty one at the same address. */
  restart(): Promise<void>;
};

/** A real Redis (or Valkey) of its own on a free port, in memory only. */
export async function startRedisServer(): Promise<RedisServer> {
  const program = ensureRedis((line) => process.stderr.write(`${line}\n`));
  const port = await freePort();
  let running = await launch();
  // Whoever ends this process without disposing leaves no server behind.
  process.once('exit', () => endProcess(running.pid, 'SIGKILL'));

  function launch(): Promise<RunningRedis> {
    return startRedis({ program, port });
  }
  return {
    url: running.url,
    kill: () => running.kill(),
    async restart() {
      running = await launch();
    },
    [Symbol.asyncDispose]: () => running.kill(),
  };
}
