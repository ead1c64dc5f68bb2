import type { TypedDocument } from '@lectern/sdk';
import { WebSocket } from 'ws';

export type LeanSubscription = Disposable & {
  /** Settles when the present state has come. */
  readonly begun: Promise<void>;
};

type LeanSubscriptionOptions<Data, Variables> = {
  readonly url: string;
  readonly token: string;
  readonly document: TypedDocument<Data, Variables>;
  readonly variables: Variables;
  readonly onEvent: (data: Data) => void;
};

/** One subscription over a socket of its own, by the messages of graphql-transport-ws that the SDK sends. */
export function subscribeLeanly<Data, Variables>(options: LeanSubscriptionOptions<Data, Variables>): LeanSubscription {
  const { document, variables } = options;
  const begun = Promise.withResolvers<void>();
  begun.promise.catch(() => undefined);
  const socket = new WebSocket(`${options.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  const fail = (reason: string) => begun.reject(new Error(`SOCKET: ${reason}`));
  const send = (message: object) => socket.send(JSON.stringify(message));
  socket.on('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${options.token}` } }));
  socket.on('message', (bytes) => {
    const message = JSON.parse(bytes.toString());
    if (message.type === 'connection_ack') {
      const payload = { operationName: document.name, variables, documentId: document.id, query: '', extensions: {} };
      send({ id: '1', type: 'subscribe', payload });
    } else if (message.type === 'ping') send({ type: 'pong' });
    else if (message.type === 'next' && message.payload.data) {
      options.onEvent(message.payload.data);
      begun.resolve();
    } else if (message.type === 'next' || message.type === 'error') fail(JSON.stringify(message.payload));
  });
  socket.on('error', (error) => fail(error.message));
  socket.on('close', (code) => fail(`closed with ${code}`));
  return { begun: begun.promise, [Symbol.dispose]: () => socket.close(1000) };
}
