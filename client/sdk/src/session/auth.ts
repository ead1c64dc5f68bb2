import type { Environment } from '../environment.ts';
import { clientError, LecternRequestError } from '../errors.ts';
import { isRecord } from '../request/graph-response.ts';
import { exchange, type Fetch, parseJson } from '../request/http.ts';
import { tell } from '../tell.ts';
import type { CookieJar } from './cookie-jar.ts';
import { createSessionState, type SessionStateHolder } from './session-state.ts';
import { createTokenKeeper, type TokenKeeper } from './token-keeper.ts';

/** Who keeps the session: the browser's cookies, a jar of our own, or the app itself with its token source. */
export type SessionKeeping =
  | { readonly kind: 'BROWSER' }
  | { readonly kind: 'JAR'; readonly jar: CookieJar }
  | { readonly kind: 'TOKEN_SOURCE'; readonly tokenSource: () => Promise<string | null> };

export type Auth = {
  readonly session: SessionStateHolder;
  readonly tokens: TokenKeeper;
  signIn(email: string, password: string): Promise<void>;
  signInWith(providerId: string, returnTo: string): Promise<string>;
  signOut(): Promise<void>;
};

export type AuthOptions = {
  readonly url: string;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly keeping: SessionKeeping;
  readonly environment: Environment;
  readonly onSessionEnded: () => void;
};

/** Signing in and out, and the tokens a session is good for. */
export function createAuth(options: AuthOptions): Auth {
  const call = createAuthCall(options);
  const tokens = createTokenKeeper(fetchToken, noteToken, options.environment);
  const session = createSessionState(async () => {
    await tokens.current();
  });

  async function fetchToken(): Promise<string | null> {
    if (options.keeping.kind === 'TOKEN_SOURCE') return options.keeping.tokenSource();
    return session.state() === 'SIGNED_OUT' ? null : ask();
  }

  function noteToken(token: string | null): void {
    const wasSignedIn = session.state() === 'SIGNED_IN';
    session.set(token === null ? 'SIGNED_OUT' : 'SIGNED_IN');
    if (token === null && wasSignedIn) tell([() => options.onSessionEnded()]);
  }

  async function ask(): Promise<string | null> {
    const { status, body } = await call('GET', '/token');
    if (status === 401 || status === 403) return null;
    if (status !== 200 || typeof body.token !== 'string') throw authError(status, body);
    return body.token;
  }

  return {
    session,
    tokens,
    async signIn(email, password) {
      const { status, body } = await call('POST', '/sign-in/email', { email, password });
      if (status === 401) throw clientError('SIGN_IN_REFUSED', { status });
      if (status !== 200) throw authError(status, body);
      tokens.forget();
      session.set('SIGNED_IN');
    },
    async signInWith(providerId, returnTo) {
      const { status, body } = await call('POST', '/sign-in/social', {
        provider: providerId,
        callbackURL: returnTo,
        disableRedirect: true,
      });
      if (status !== 200 || typeof body.url !== 'string') throw authError(status, body);
      return body.url;
    },
    async signOut() {
      const { status, body } = await call('POST', '/sign-out', {});
      if (status !== 200 && status !== 401) throw authError(status, body);
      if (options.keeping.kind === 'JAR') await options.keeping.jar.clear();
      tokens.forget();
      session.set('SIGNED_OUT');
    },
  };
}

type AuthAnswer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

function createAuthCall({ url, fetch, timeoutMs, keeping }: AuthOptions) {
  return async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<AuthAnswer> => {
    if (keeping.kind === 'TOKEN_SOURCE') throw clientError('SIGN_IN_UNSUPPORTED');
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const cookie = keeping.kind === 'JAR' ? await keeping.jar.header() : null;
    if (cookie !== null) headers.cookie = cookie;
    // Outside a browser nothing else names the origin, which the server wants to know wherever cookies are sent.
    if (keeping.kind === 'JAR') headers.origin = originOf(url);
    const { response, text } = await exchange(fetch, `${url}/api/auth${path}`, {
      method,
      headers,
      credentials: keeping.kind === 'JAR' ? 'omit' : 'include',
      timeoutMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (keeping.kind === 'JAR') await keeping.jar.keep(response);
    const answer = parseJson(text);
    return { status: response.status, body: isRecord(answer) ? answer : {} };
  };
}

/** The sign-in routes answer `{code, message}` beside the status. */
function authError(status: number, body: Readonly<Record<string, unknown>>): LecternRequestError {
  const { code, message, ...facts } = body;
  return new LecternRequestError({
    code: typeof code === 'string' ? code : status === 429 ? 'RATE_LIMITED' : 'RESPONSE_UNREADABLE',
    message: typeof message === 'string' ? message : `Signing in failed with status ${status}.`,
    facts,
    status,
  });
}

/** By hand: React Native's URL has no origin. */
function originOf(url: string): string {
  return url.replace(/^(https?:\/\/[^/]+).*$/, '$1');
}
