import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP balancer: each connection goes to the next of its backends that takes it. */
export type Balancer = AsyncDisposable & {
  readonly url: string;
  setBackends(urls: readonly string[]): void;
};

export async function startBalancer(): Promise<Balancer> {
  let ports: readonly number[] = [];
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    open.add(client);
    client.on('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    turn += 1;
    join(client, [...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port for the balancer');
  return {
    url: `http://127.0.0.1:${address.port}`,
    setBackends(urls) {
      ports = urls.map((url) => Number(new URL(url).port));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Tries one backend after the other; what has been sent is not sent to another. */
function join(client: Socket, [port, ...others]: readonly number[]): void {
  if (port === undefined) {
    client.destroy();
    return;
  }
  const backend = connect({ port, host: '127.0.0.1', noDelay: true });
  let isJoined = false;
  backend.once('connect', () => {
    isJoined = true;
    client.pipe(backend);
    backend.pipe(client);
  });
  backend.on('error', () => (isJoined ? client.destroy() : join(client, others)));
  backend.on('close', () => isJoined && client.destroy());
  client.on('close', () => backend.destroy());
}
