import { once } from 'node:events';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Answer } from './_gateway.ts';

/** The `graphql-ws` library as a client that is not ours. */
export function foreignClient(
  gatewayUrl: string,
  connectionParams: Record<string, unknown> = {},
): Client & AsyncDisposable {
  const client = createClient({
    url: `${gatewayUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });
  return Object.assign(client, {
    async [Symbol.asyncDispose]() {
      await client.dispose();
    },
  });
}

/** The next result of an iteration, which must be one. */
export async function nextOf(results: AsyncIterator<unknown>): Promise<Answer> {
  const step = await results.next();
  if (step.done) throw new Error('the subscription has ended');
  return step.value as Answer;
}

export type RawSocket = AsyncDisposable & {
  /** The subprotocol that the server chose. */
  readonly protocol: string;
  /** Text goes as it is, bytes as a binary frame, all else as JSON. */
  send(message: unknown): void;
  /** The next message, in order. */
  next(): Promise<{ readonly type: string; readonly id?: string; readonly payload?: unknown }>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** Begins to close; without a code, the connection is cut. */
  close(code?: number): void;
};

/** A bare socket, to send what no library would. */
export async function rawSocket(
  gatewayUrl: string,
  options: { readonly headers?: Record<string, string>; readonly protocol?: string | readonly string[] } = {},
): Promise<RawSocket> {
  const url = `${gatewayUrl.replace(/^http/, 'ws')}/graphql`;
  const protocols = [options.protocol ?? 'graphql-transport-ws'].flat();
  const socket = new WebSocket(url, protocols, { headers: options.headers ?? {} });
  const messages: string[] = [];
  const waiting: PromiseWithResolvers<string>[] = [];
  socket.on('message', (data) => {
    const reader = waiting.shift();
    if (reader) reader.resolve(String(data));
    else messages.push(String(data));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => {
      resolve({ code, reason: String(reason) });
      for (const reader of waiting.splice(0)) reader.reject(new Error(`the socket was closed: ${code} ${reason}`));
    });
  });
  await once(socket, 'open');

  function read(): Promise<string> {
    const reader = Promise.withResolvers<string>();
    if (socket.readyState === socket.CLOSED) reader.reject(new Error('the socket is closed'));
    else waiting.push(reader);
    return reader.promise;
  }

  return {
    protocol: socket.protocol,
    send: (message) =>
      socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message)),
    next: async () => JSON.parse(messages.shift() ?? (await read())),
    closed,
    close: (code) => (code === undefined ? socket.terminate() : socket.close(code)),
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await closed;
    },
  };
}

/** A raw socket that has been admitted. */
export async function admittedSocket(gatewayUrl: string, token?: string): Promise<RawSocket> {
  const socket = await rawSocket(gatewayUrl);
  socket.send({ type: 'connection_init', payload: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  const ack = await socket.next();
  if (ack.type !== 'connection_ack') throw new Error(`refused: ${JSON.stringify(ack)}`);
  return socket;
}
