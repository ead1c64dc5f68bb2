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
  send(message: unknown): void;
  /** The next message, in order. */
  next(): Promise<{ readonly type: string; readonly id?: string; readonly payload?: unknown }>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
};

/** A bare socket, to send what no library would. */
export async function rawSocket(
  gatewayUrl: string,
  options: { readonly headers?: Record<string, string>; readonly protocol?: string } = {},
): Promise<RawSocket> {
  const url = `${gatewayUrl.replace(/^http/, 'ws')}/graphql`;
  const socket = new WebSocket(url, options.protocol ?? 'graphql-transport-ws', { headers: options.headers ?? {} });
  const messages: string[] = [];
  const waiting: ((message: string) => void)[] = [];
  socket.on('message', (data) => {
    const reader = waiting.shift();
    if (reader) reader(String(data));
    else messages.push(String(data));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await once(socket, 'open');
  return {
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next() {
      const message = messages.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
      return JSON.parse(message);
    },
    closed,
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
