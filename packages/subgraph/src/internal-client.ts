import { LecternError } from '@lectern/errors';
import { createSigner, signatureHeader } from '@lectern/request-signing';
import { Pool } from 'undici';
import { upstreamErrors } from './upstream.errors.ts';

export type InternalClientOptions = {
  /** The service that asks. */
  readonly issuer: string;
  readonly signingSecret: string;
  /** Base URLs by subgraph name. */
  readonly urls: Readonly<Record<string, string>>;
  /** How long one request may take (5,000 ms). */
  readonly timeoutMs?: number;
};

/** Asks other subgraphs by the internal door, as a service and not for a person. */
export type InternalClient = AsyncDisposable & {
  /** The data; throws the subgraph's own code, or UPSTREAM_UNAVAILABLE. */
  request<Data>(
    subgraph: string,
    document: string,
    variables?: Readonly<Record<string, unknown>>,
    requestId?: string,
  ): Promise<Data>;
};

const graphPath = '/graphql';

export function createInternalClient(options: InternalClientOptions): InternalClient {
  const sign = createSigner(options.issuer, options.signingSecret);
  const timeoutMs = options.timeoutMs ?? 5_000;
  const pools = new Map(Object.entries(options.urls).map(([name, url]) => [name, new Pool(url, { connections: 16 })]));
  const viewer = { kind: 'SERVICE', name: options.issuer } as const;

  async function post(subgraph: string, body: string, requestId?: string): Promise<unknown> {
    const pool = pools.get(subgraph);
    if (!pool) throw new Error(`no address is configured for subgraph ${subgraph}`);
    const response = await pool.request({
      method: 'POST',
      path: graphPath,
      body,
      headers: {
        'content-type': 'application/json',
        [signatureHeader]: sign({ audience: subgraph, method: 'POST', path: graphPath, body, viewer }),
        ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.body.json();
  }

  return {
    async request<Data>(
      subgraph: string,
      document: string,
      variables: Readonly<Record<string, unknown>> = {},
      requestId?: string,
    ): Promise<Data> {
      let answer: unknown;
      try {
        answer = await post(subgraph, JSON.stringify({ query: document, variables }), requestId);
      } catch (cause) {
        throw upstreamErrors.make('UPSTREAM_UNAVAILABLE', { cause, detail: { subgraph } });
      }
      return dataOf<Data>(answer, subgraph);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

type Answer = { data?: unknown; errors?: { message?: string; extensions?: { code?: string } }[] };

function dataOf<Data>(answer: unknown, subgraph: string): Data {
  const { data, errors } = (typeof answer === 'object' && answer !== null ? answer : {}) as Answer;
  const error = errors?.[0];
  if (error) {
    const code = error.extensions?.code ?? 'UPSTREAM_UNAVAILABLE';
    throw new LecternError(code, 'UNAVAILABLE', error.message ?? code, { detail: { subgraph } });
  }
  if (data === undefined || data === null) {
    throw upstreamErrors.make('UPSTREAM_UNAVAILABLE', { detail: { subgraph, reason: 'neither data nor errors' } });
  }
  // The caller wrote the document, so it knows the shape; the subgraph's schema has checked it.
  return data as Data;
}
