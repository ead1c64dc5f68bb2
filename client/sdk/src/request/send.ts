import type { LecternRequestError } from '../errors.ts';
import type { TokenKeeper } from '../session/token-keeper.ts';
import { type GraphRequest, type PartialResult, type RequestOptions, withText } from './graph-request.ts';
import { readGraphResult } from './graph-response.ts';
import { exchange, type Fetch, parseJson } from './http.ts';

export type SenderDeps = {
  readonly url: string;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly authHeaders: () => Promise<Readonly<Record<string, string>>>;
  /** Null where there is no token to renew. */
  readonly tokens: TokenKeeper | null;
  readonly texts: Readonly<Record<string, string>> | undefined;
};

export type Send = <Data>(request: GraphRequest, options?: RequestOptions) => Promise<PartialResult<Data>>;

/**
 * Sends operations by HTTP. A request is repeated only when the gateway turned it away before doing anything: once
 * for an expired token, once for an unknown document.
 */
export function createSender(deps: SenderDeps): Send {
  async function sendOnce<Data>(request: GraphRequest, options: RequestOptions): Promise<PartialResult<Data>> {
    const { response, text } = await exchange(deps.fetch, `${deps.url}/graphql`, {
      method: 'POST',
      headers: {
        ...(await deps.authHeaders()),
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
      },
      credentials: 'omit',
      body: JSON.stringify(request),
      timeoutMs: deps.timeoutMs,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const requestId = response.headers.get('x-request-id') ?? undefined;
    return readGraphResult<Data>(parseJson(text), { requestId, status: response.status });
  }

  async function sendAuthorized<Data>(request: GraphRequest, options: RequestOptions): Promise<PartialResult<Data>> {
    const used = deps.tokens ? await deps.tokens.current() : null;
    const result = await sendOnce<Data>(request, options);
    if (!deps.tokens || used === null || !hasCode(result, isTokenRefusal)) return result;
    await deps.tokens.renew(used);
    return sendOnce<Data>(request, options);
  }

  return async <Data>(request: GraphRequest, options: RequestOptions = {}) => {
    const result = await sendAuthorized<Data>(request, options);
    const inFull = deps.texts && hasCode(result, isUntrusted) ? withText(request, deps.texts) : null;
    return inFull ? sendAuthorized<Data>(inFull, options) : result;
  };
}

/** The gateway refuses such a token before it runs anything. */
export function isTokenRefusal(error: LecternRequestError): boolean {
  return error.code === 'TOKEN_EXPIRED' || error.code === 'TOKEN_INVALID';
}

/** The gateway does not know a document by this id, or not at all. */
export function isUntrusted(error: LecternRequestError): boolean {
  return error.code === 'DOCUMENT_NOT_FOUND' || error.code === 'DOCUMENT_NOT_TRUSTED';
}

function hasCode(result: PartialResult<unknown>, matches: (error: LecternRequestError) => boolean): boolean {
  return result.data === null && result.errors.some(matches);
}
