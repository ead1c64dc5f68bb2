import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createLectern,
  type LecternOptions,
  type LiveEventInfo,
  type LiveState,
  type TypedDocument,
} from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { type WebSocket, WebSocketServer } from 'ws';

type Message = Readonly<Record<string, unknown>>;

export type RawConnection = {
  /** Everything that the client has said, in its order. */
  readonly heard: readonly Message[];
  /** What was said of one type. */
  of(type: string): readonly Message[];
  isOpen(): boolean;
  send(...messages: readonly Message[]): void;
  /** An event of the first subscription. */
  next(number: number | null, extensions: Message): void;
  close(code: number): void;
};

/** A gateway that says by WebSocket what the test tells it to, and no more than hello and pong by itself. */
export type RawGateway = AsyncDisposable & {
  readonly connections: RawConnection[];
  answersPings: boolean;
  /** Connects a client that follows one number. */
  follow(options?: Partial<LecternOptions>): Followed;
  /** The connection of this number, once something was subscribed to on it. */
  subscribed(index: number): Promise<RawConnection>;
};

export type Followed = {
  readonly numbers: number[];
  readonly infos: LiveEventInfo[];
  readonly states: LiveState[];
  readonly lectern: ReturnType<typeof createLectern>;
  readonly subscription: ReturnType<ReturnType<typeof createLectern>['subscribe']>;
};

export const NumberDocument: TypedDocument<{ number: number }, Record<string, never>> = {
  kind: 'subscription',
  name: 'Number',
  text: 'subscription Number { number }',
};

/** A token that says how long it holds; nobody looks at its signature here. */
export function token(seconds: number, number = 1): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ iat: 1_000, exp: 1_000 + seconds, n: number })}.`;
}

export async function openRawGateway(): Promise<RawGateway> {
  await using stack = new AsyncDisposableStack();
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const connections: RawConnection[] = [];
  sockets.on('connection', (socket) => connections.push(connect(socket, () => gateway.answersPings)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stack.defer(async () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const clients = stack.move();
  const gateway: RawGateway = {
    connections,
    answersPings: true,
    follow(options = {}) {
      const lectern = clients.use(
        createLectern({ url, ...(options.tokenSource ? {} : { apiKey: 'key' }), ...options }),
      );
      const [numbers, infos, states]: [number[], LiveEventInfo[], LiveState[]] = [[], [], []];
      const subscription = lectern.subscribe(
        NumberDocument,
        {},
        {
          onEvent({ number }, info) {
            numbers.push(number);
            infos.push(info);
          },
          onState: (state) => states.push(state),
        },
      );
      return { numbers, infos, states, lectern, subscription };
    },
    subscribed: (index) =>
      waitFor(`a subscription on connection ${index}`, () =>
        (connections[index]?.of('subscribe').length ?? 0) > 0 ? connections[index] : null,
      ),
    [Symbol.asyncDispose]: () => clients.disposeAsync(),
  };
  return gateway;
}

function connect(socket: WebSocket, answersPings: () => boolean): RawConnection {
  const heard: Message[] = [];
  const send = (...messages: readonly Message[]) => {
    for (const message of messages) socket.send(JSON.stringify(message));
  };
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data));
    heard.push(message);
    if (message.type === 'connection_init') send({ type: 'connection_ack' });
    if (message.type === 'ping' && answersPings()) send({ type: 'pong' });
  });
  return {
    heard,
    of: (type) => heard.filter((message) => message.type === type),
    isOpen: () => socket.readyState === socket.OPEN,
    send,
    next(number, extensions) {
      const data = number === null ? {} : { data: { number } };
      send({ id: '1', type: 'next', payload: { ...data, extensions } });
    },
    close: (code) => socket.close(code),
  };
}
