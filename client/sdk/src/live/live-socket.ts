import { type Client, createClient } from 'graphql-ws';
import type { GraphRequest } from '../request/graph-request.ts';
import { isRecord } from '../request/graph-response.ts';

export type LiveSocketOptions = {
  /** The gateway's address, http or https. */
  readonly url: string;
  readonly webSocket: unknown;
  /** Asked for at every connection. */
  readonly authHeaders: () => Promise<Readonly<Record<string, string>>>;
  readonly onConnected: () => void;
};

export type LiveSink = {
  onResult(result: unknown): void;
  /** The operation failed (GraphQL errors), or the socket closed under it (a close code, if there was one). */
  onEnd(end: LiveEnd): void;
};

export type LiveEnd =
  | { readonly kind: 'COMPLETE' }
  | { readonly kind: 'ERRORS'; readonly errors: readonly unknown[] }
  | { readonly kind: 'CLOSED'; readonly code: number | undefined };

/** One socket for all subscriptions: opens with the first, closes with the last, notices when the line is dead. */
export type LiveSocket = {
  subscribe(request: GraphRequest, extensions: Record<string, unknown>, sink: LiveSink): () => void;
};

const pingEveryMs = 10_000;
const pongWithinMs = 5_000;
const ackWithinMs = 10_000;

export function createLiveSocket(options: LiveSocketOptions): LiveSocket {
  let pongDue: ReturnType<typeof setTimeout> | undefined;
  const client: Client = createClient({
    url: `${options.url.replace(/^http/, 'ws')}/graphql`,
    connectionParams: async () => ({ ...(await options.authHeaders()) }),
    // Coming back is for the subscriptions: each says where it was.
    retryAttempts: 0,
    lazyCloseTimeout: 3_000,
    connectionAckWaitTimeout: ackWithinMs,
    keepAlive: pingEveryMs,
    ...(options.webSocket === undefined ? {} : { webSocketImpl: options.webSocket }),
    on: {
      connected: options.onConnected,
      ping(isReceived) {
        if (!isReceived) pongDue = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong: (isReceived) => isReceived && clearTimeout(pongDue),
      closed: () => clearTimeout(pongDue),
    },
  });
  return {
    subscribe(request, extensions, sink) {
      // graphql-ws wants a `query` in every message; where the gateway is to know the document by its id, it is empty.
      const payload = { ...request, query: request.query ?? '', extensions };
      const unsubscribe = client.subscribe(payload, {
        next: (result) => sink.onResult(result),
        error: (reason) => sink.onEnd(toEnd(reason)),
        complete: () => sink.onEnd({ kind: 'COMPLETE' }),
      });
      // Not from inside a message: when `complete` follows in the same packet, graphql-ws counts the subscription out
      // twice and closes the socket under all others.
      return () => setTimeout(unsubscribe, 0);
    },
  };
}

function toEnd(reason: unknown): LiveEnd {
  if (Array.isArray(reason)) return { kind: 'ERRORS', errors: reason };
  const code = isRecord(reason) && typeof reason.code === 'number' ? reason.code : undefined;
  return { kind: 'CLOSED', code };
}
