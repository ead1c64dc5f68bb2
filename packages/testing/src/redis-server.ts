import { ensureRedis, freePort, startRedis } from '@lectern/embedded-services';
import { noteServer } from './run-folder.ts';

export type RedisServer = AsyncDisposable & {
  readonly url: string;
  /** Ends the process at once, as a power cut would; without a data folder all it held is gone. */
  kill(): Promise<void>;
  /** Starts one at the same address, with what is in the data folder. */
  restart(): Promise<void>;
  /** It answers nobody any more, and closes no connection. */
  freeze(): void;
  thaw(): void;
};

/** A real Redis (or Valkey) of its own on a free port, in memory only unless it has a data folder. */
export async function startRedisServer(options: { readonly dataDir?: string } = {}): Promise<RedisServer> {
  const program = ensureRedis((line) => void process.stderr.write(`${line}\n`));
  const port = await freePort();
  const start = async () => {
    const server = await startRedis({ program, port, ...options });
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
    freeze: () => void process.kill(running.server.pid, 'SIGSTOP'),
    thaw: () => void process.kill(running.server.pid, 'SIGCONT'),
    [Symbol.asyncDispose]: kill,
  };
}
