import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** One connection through a relay. */
export type Relayed = { readonly client: Socket; readonly server: Socket };

export type Relay = AsyncDisposable & {
  readonly url: string;
  /** Open now, the oldest first. */
  readonly connections: ReadonlySet<Relayed>;
  /** How many there have been that became lines. */
  lines(): number;
  /** Requests of HTTP that have passed, those that opened lines included. */
  httpRequests(): number;
  /** What becomes of bytes on their way to the server; as they are unless set. */
  change: ((bytes: Buffer) => readonly Buffer[]) | undefined;
  /** Holds back what the server says. */
  isSilent: boolean;
};

/** A relay before a server at `url`: looks at what passes, changes it, holds it back or cuts it off. */
export async function startRelay(url: string): Promise<Relay> {
  const port = Number(new URL(url).port);
  const connections = new Set<Relayed>();
  let lines = 0;
  let requests = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const relayed = { client, server: upstream };
    connections.add(relayed);
    client.on('data', (bytes) => {
      if (/^(GET|POST) /.test(bytes.toString('latin1', 0, 5))) requests += 1;
      for (const part of relay.change?.(bytes) ?? [bytes]) upstream.write(part);
    });
    upstream.on('data', (bytes) => {
      if (bytes.toString('latin1', 0, 12) === 'HTTP/1.1 101') lines += 1;
      if (!relay.isSilent) client.write(bytes);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('end', () => other.end());
      one.on('close', () => {
        connections.delete(relayed);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const relay: Relay = {
    url: `http://127.0.0.1:${address.port}`,
    connections,
    lines: () => lines,
    httpRequests: () => requests,
    change: undefined,
    isSilent: false,
    async [Symbol.asyncDispose]() {
      for (const { client } of connections) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return relay;
}
