import type { Server } from 'node:http';
import { buildSchema, type ExecutionResult, GraphQLError, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';

export type Subscriber = {
  readonly authorization: unknown;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** The WebSocket side: every subscription gets the present number first, then every change. */
export type LiveRoom = AsyncDisposable & {
  readonly subscribers: Subscriber[];
  /** What the next subscriptions are refused with. */
  refusal: string | null;
  /** Whether new connections are cut at once. */
  isDown: boolean;
  publish(number: number): void;
  closeSockets(code: number): void;
  /** Cuts the connections without saying goodbye. */
  cutSockets(): void;
  readonly openCount: () => number;
};

const schema = buildSchema('type Query { a: Int } type Subscription { number: Int }');
const document = parse('subscription { number }');

export function openLiveRoom(server: Server): LiveRoom {
  const sockets = new Set<WebSocket>();
  const queues = new Set<{ push(number: number): void }>();
  const subscribers: Subscriber[] = [];
  let present = 1;
  const wss = new WebSocketServer({ server, path: '/graphql' });
  wss.on('connection', (socket) => {
    if (room.isDown) return socket.terminate();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    return undefined;
  });
  const served = useServer(
    {
      onSubscribe(context, _id, payload) {
        subscribers.push({ authorization: context.connectionParams?.authorization, payload: { ...payload } });
        return { schema, document };
      },
      subscribe: () => events(),
    },
    wss,
  );

  async function* events(): AsyncGenerator<
    ExecutionResult<Record<string, unknown>, Record<string, unknown>>,
    void,
    void
  > {
    if (room.refusal !== null) {
      yield { data: null, errors: [new GraphQLError('refused', { extensions: { code: room.refusal } })] };
      return;
    }
    const waiting: number[] = [present];
    let wake = () => {};
    const queue = {
      push(number: number) {
        waiting.push(number);
        wake();
      },
    };
    queues.add(queue);
    try {
      while (true) {
        const number = waiting.shift();
        if (number !== undefined) {
          yield { data: { number }, extensions: { position: { epoch: 'e', offset: number } } };
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      queues.delete(queue);
    }
  }

  const room: LiveRoom = {
    subscribers,
    refusal: null,
    isDown: false,
    publish(number) {
      present = number;
      for (const queue of queues) queue.push(number);
    },
    closeSockets(code) {
      for (const socket of sockets) socket.close(code, 'test');
    },
    cutSockets() {
      for (const socket of sockets) socket.terminate();
    },
    openCount: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.terminate();
      await served.dispose();
      wss.close();
    },
  };
  return room;
}
