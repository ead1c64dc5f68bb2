import { once } from 'node:events';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createSubgraphClient, type SubgraphClient, type SubgraphClientOptions } from '../src/subgraph/client.ts';

/** A request as it came over the wire. */
export type RawRequest = {
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
  /** Counted over all connections from 1, as is `connection`. */
  readonly number: number;
  readonly connection: number;
  /** The first value of a header, undefined where it was not sent. */
  header(name: string): string | undefined;
};

export type RawServer = AsyncDisposable & {
  /** Said on every connection at its first bytes, whatever they are; the rest is not read. */
  earlyAnswer: string | undefined;
  readonly url: string;
  readonly requests: readonly RawRequest[];
  /** Open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Opened so far. */
  connections(): number;
};

/** A server that says on raw sockets whatever a test wants it to. */
export async function startRawServer(answer: (request: RawRequest) => void, tls?: TlsOptions): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  function serve(socket: Socket): void {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      if (raw.earlyAnswer !== undefined) {
        socket.write(raw.earlyAnswer);
        socket.pause();
        return;
      }
      received = Buffer.concat([received, bytes]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = received.toString('latin1', 0, end);
      const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1];
      const bodyEnd = end + 4 + Number(header('content-length') ?? 0);
      if (received.length < bodyEnd) return;
      const body = received.toString('utf8', end + 4, bodyEnd);
      received = received.subarray(bodyEnd);
      const request = { head, body, socket, number: requests.length + 1, connection, header };
      requests.push(request);
      answer(request);
    });
  }

  const server = tls ? createTlsServer(tls, serve) : createTcpServer(serve);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const raw: RawServer = {
    earlyAnswer: undefined,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}/graphql`,
    requests,
    sockets,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return raw;
}

/** An HTTP response with a length. */
export function response(body: string, headers: readonly string[] = [], status = '200 OK'): string {
  return [
    `HTTP/1.1 ${status}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
    '',
    body,
  ].join('\r\n');
}

export const helloText = '{"data":{"hello":"there"}}';
export const hello = response(helloText);
export const helloData = { data: { hello: 'there' } };
export const anyone = { viewer: { kind: 'ANONYMOUS' }, requestId: 'r1' } as const;

export type Told = { readonly outcomes: string[]; shared: number; retried: number };

/** A client with bounds that a test can reach, and what it has told of its requests. */
export function startClient(
  url: string,
  options: Partial<SubgraphClientOptions> = {},
): { client: SubgraphClient; told: Told } {
  const told: Told = { outcomes: [], shared: 0, retried: 0 };
  const client = createSubgraphClient({
    name: 'greetings',
    url,
    timeoutMs: 20_000,
    connectionsMax: 4,
    responseBytesMax: 200_000,
    drainMs: 0,
    onAnswered: (_, outcome) => told.outcomes.push(outcome),
    onShared: () => {
      told.shared += 1;
    },
    onRetried: () => {
      told.retried += 1;
    },
    ...options,
  });
  return { client, told };
}

/** The code a promise is rejected with; 'none' when it is fulfilled. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}
