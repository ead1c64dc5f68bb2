import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';
import { createSessionToken } from './session-token.ts';

/** Asks `/graphql` by HTTP, and by WebSocket for subscriptions, with the token of the web app's session. */
export function createSessionFetcher(): Fetcher {
  const url = `${location.origin}/graphql`;
  const token = createSessionToken();
  let typedHeaders: Record<string, unknown> = {};

  async function authorize(): Promise<Record<string, string>> {
    const typed = Object.entries(typedHeaders).filter(([name]) => /^(authorization|x-api-key)$/i.test(name));
    if (typed.length > 0) return Object.fromEntries(typed.map(([name, value]) => [name, String(value)]));
    const found = await token();
    return found === undefined ? {} : { authorization: `Bearer ${found}` };
  }

  const fetcher = createGraphiQLFetcher({
    url,
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(await authorize())) headers.set(name, value);
      return fetch(input, { ...init, headers });
    },
    wsClient: createClient({ url: url.replace(/^http/, 'ws'), connectionParams: authorize, retryAttempts: 3 }),
  });
  return (params, options) => {
    typedHeaders = options?.headers ?? {};
    return fetcher(params, options);
  };
}
