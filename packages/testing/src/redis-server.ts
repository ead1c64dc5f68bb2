import { ensureRedis, freePort, startRedis } from '@lectern/embedded-services';
import { noteServer } from './run-folder.ts';

export type RedisServer = AsyncDisposable & {
  readonly url: string;
  /** Ends the process at once, as a power cut would; all it held is gone. */
  kill(): Promise<void>;
  /** Starts an empty one at the same address. */
  restart(): Promise<void>;
};

/** A real Redis (or Valkey) of its own on a free port, in memory only. */
export async function startRedisServer(): Promise<RedisServer> {
  const program = ensureRedis((line) => void process.stderr.write(`${line}\n`));
  const port = await freePort();
  const start = async () => {
    const server = await startRedis({ program, port });
    return { server, forget: noteServer(server.pid) };
  };
  let running = await start();
  const kill = async () => {
    await running.server.kill();
    running.forget();
  };
  return {
    url: running.server.url,
    kill,
    async restart() {
      running = await start();
    },
    [Symbol.asyncDispose]: kill,
  };
}
