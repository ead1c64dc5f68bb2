import { ensureRedis, freePort, startRedis } from '@lectern/embedded-services';

export type RedisServer = AsyncDisposable & {
  readonly url: string;
  /** Ends the process at once, as a power cut would; all it held is gone. */
  kill(): Promise<void>;
  /** Starts an empty one at the same address. */
  restart(): Promise<void>;
  /** For a process that has no time left: ends the server without waiting. */
  endNow(): void;
};

/** A real Redis (or Valkey) of its own on a free port, in memory only. */
export async function startRedisServer(): Promise<RedisServer> {
  const program = ensureRedis((line) => void process.stderr.write(`${line}\n`));
  const port = await freePort();
  let server = await startRedis({ program, port });
  return {
    url: server.url,
    kill: () => server.kill(),
    async restart() {
      server = await startRedis({ program, port });
    },
    endNow: () => void process.kill(server.pid, 'SIGKILL'),
    [Symbol.asyncDispose]: () => server.kill(),
  };
}
