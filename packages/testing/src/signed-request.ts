import { anonymous, createSigner, signatureHeader, type Viewer } from '@lectern/request-signing';
import { testSigningSecret } from './viewers.ts';

export type SignedRequest = {
  /** Base address of the service, without a path. */
  readonly url: string;
  /** The service's subgraph name. */
  readonly audience: string;
  /** Anonymous unless given. */
  readonly viewer?: Viewer;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
};

export type GraphQLAnswer<Data> = {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
  }[];
};

const sign = createSigner('gateway', testSigningSecret);

/** Posts an operation to `/graphql` of a subgraph, signed as the gateway would sign it. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of `data` is known only to the test, which asserts it
export async function signedRequest<Data = any>(
  request: SignedRequest,
): Promise<{ readonly status: number; readonly body: GraphQLAnswer<Data> }> {
  const path = '/graphql';
  const body = JSON.stringify({ query: request.query, variables: request.variables ?? {} });
  const viewer = request.viewer ?? anonymous;
  const response = await fetch(new URL(path, request.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      [signatureHeader]: sign({ audience: request.audience, method: 'POST', path, body, viewer }),
    },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, body: (await response.json()) as GraphQLAnswer<Data> };
}
