import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type TcpProxy = AsyncDisposable & {
  readonly url: string;
  /** Nothing goes through the connections there are any more, and nobody is told. New ones work. */
  freeze(): void;
  /** Cuts all connections and refuses new ones. */
  refuse(): void;
  accept(): void;
};

/** A network between a feed and its Redis. */
export async function startTcpProxy(redisUrl: string): Promise<TcpProxy> {
  const target = Number(new URL(redisUrl).port);
  const pairs = new Set<readonly [Socket, Socket]>();
  let isRefusing = false;
  const server = createServer((inner) => {
    if (isRefusing) return void inner.destroy();
    const outer = connect(target, '127.0.0.1');
    const pair = [inner, outer] as const;
    pairs.add(pair);
    inner.pipe(outer);
    outer.pipe(inner);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    freeze() {
      for (const [inner, outer] of pairs) {
        inner.unpipe(outer);
        outer.unpipe(inner);
        // Read and thrown away: the other end notices nothing.
        inner.resume();
        outer.resume();
      }
    },
    refuse() {
      isRefusing = true;
      cut();
    },
    accept() {
      isRefusing = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
    },
  };
}
