import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { productUrl } from '../_product/product.ts';

/** A client that knows nothing of Lectern but its address and a token. */
export function connectPlainly(authorization: string): Client & AsyncDisposable {
  const client = createClient({
    url: `${productUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
  });
  return { ...client, [Symbol.asyncDispose]: async () => client.dispose() };
}

export type Following<Data> = {
  /** Everything received so far, the snapshot first. */
  readonly events: readonly Data[];
  /** Rejects when the subscription fails; resolves when it ends. */
  readonly ended: Promise<void>;
  stop(): void;
};

/** Follows a subscription. Errors in a result are failures. */
export function follow<Data extends Record<string, unknown>>(
  client: Client,
  query: string,
  variables: Record<string, unknown>,
): Following<Data> {
  const events: Data[] = [];
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  const stop = client.subscribe<Data>(
    { query, variables },
    {
      next({ data, errors }) {
        if (errors) ended.reject(new Error(JSON.stringify(errors)));
        if (data) events.push(data);
      },
      error: ended.reject,
      complete: ended.resolve,
    },
  );
  return { events, ended: ended.promise, stop };
}
