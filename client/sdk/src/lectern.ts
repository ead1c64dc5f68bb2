// Apps whose TypeScript does not know disposal yet learn it from here.
/// <reference lib="esnext.disposable" preserve="true" />
import { defaultEnvironment, type Environment, isWebPage } from './environment.ts';
import { clientError } from './errors.ts';
import { createLive } from './live/live.ts';
import type { LiveHandlers, LiveSubscription } from './live/live-subscription.ts';
import type { PartialResult, RequestArguments } from './request/graph-request.ts';
import { toGraphRequest } from './request/graph-request.ts';
import type { Fetch } from './request/http.ts';
import { createSender } from './request/send.ts';
import { createAuth, type SessionKeeping } from './session/auth.ts';
import { createCookieJar } from './session/cookie-jar.ts';
import type { Session } from './session/session-state.ts';
import { memorySessionStorage, type SessionStorage } from './session/session-storage.ts';
import type { TypedDocument } from './typed-document.ts';

export type LecternOptions = {
  /** Where the gateway is, without a path, for example `https://school.example`. */
  readonly url: string;
  /** Instead of the global `fetch`. */
  readonly fetch?: Fetch;
  /** A WebSocket class, where there is no global one (Node before 22). */
  readonly webSocket?: unknown;
  /** Keeps the session between starts of an app. Without it: cookies in a web page, memory elsewhere. */
  readonly storage?: SessionStorage;
  /** Acts for the owner of this key instead of for someone who signs in. */
  readonly apiKey?: string;
  /** Gives access tokens (null: nobody is signed in), for apps that keep the session themselves. */
  readonly tokenSource?: () => Promise<string | null>;
  /** Called once when a session that was good is not any more: show the sign-in page. */
  readonly onSessionEnded?: () => void;
  /** The content of `@lectern/sdk/trusted-documents.json`: sent in full to a gateway that does not know an operation by its hash. */
  readonly documentTexts?: Readonly<Record<string, string>>;
  /** How long a request may take, in milliseconds; 30 000 unless told. */
  readonly timeoutMs?: number;
  /** Clock and chance, for tests. */
  readonly environment?: Environment;
};

/** One client of one gateway: session, operations, live updates. */
export type Lectern = AsyncDisposable & {
  readonly url: string;
  readonly environment: Environment;
  readonly session: Session;
  /** Throws SIGN_IN_REFUSED when address or password are wrong. */
  signIn(email: string, password: string): Promise<void>;
  /** Begins signing in with the school's own provider; the answer is the address to open. It leads back to `returnTo`. */
  signInWith(providerId: string, returnTo: string): Promise<string>;
  signOut(): Promise<void>;
  /** The whole result, or a LecternRequestError for its first error. */
  query<Data, Variables>(document: TypedDocument<Data, Variables>, ...rest: RequestArguments<Variables>): Promise<Data>;
  /** As `query`. It is sent once, but for a token found expired before anything was done. */
  mutate<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    ...rest: RequestArguments<Variables>
  ): Promise<Data>;
  /** What there is of the result beside its errors; throws only when there is no result at all. */
  queryPartial<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    ...rest: RequestArguments<Variables>
  ): Promise<PartialResult<Data>>;
  /** Live updates until closed: the present state first, then every change, through lost connections and sleep. */
  subscribe<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    handlers: LiveHandlers<Data>,
  ): LiveSubscription;
  /** The headers that say who is asking, for media, files and uploads at the same gateway. */
  authHeaders(): Promise<Readonly<Record<string, string>>>;
  /** Ends all live updates. The same as disposing of it, for where `Symbol.asyncDispose` is not known. */
  close(): void;
};

/** Makes a client. Nothing is sent before it is used. */
export function createLectern(options: LecternOptions): Lectern {
  const url = options.url.replace(/\/+$/, '');
  const environment = options.environment ?? defaultEnvironment;
  const fetch = options.fetch ?? ((address: string, init: RequestInit) => globalThis.fetch(address, init));
  const timeoutMs = options.timeoutMs ?? 30_000;
  const { apiKey } = options;
  const auth = createAuth({
    url,
    fetch,
    timeoutMs,
    environment,
    keeping: sessionKeeping(options),
    onSessionEnded: () => options.onSessionEnded?.(),
  });
  if (apiKey !== undefined) auth.session.set('SIGNED_IN');
  const credentials = apiKey === undefined ? auth.tokens : null;

  async function authHeaders(): Promise<Readonly<Record<string, string>>> {
    if (apiKey !== undefined) return { 'x-api-key': apiKey };
    const token = await auth.tokens.current();
    return token === null ? {} : { authorization: `Bearer ${token}` };
  }

  const send = createSender({ url, fetch, timeoutMs, authHeaders, tokens: credentials, texts: options.documentTexts });
  const live = createLive({
    url,
    environment,
    authHeaders,
    tokens: credentials,
    webSocket: options.webSocket,
    texts: options.documentTexts,
  });

  async function whole<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    ...[variables, requestOptions]: RequestArguments<Variables>
  ): Promise<Data> {
    const { data, errors } = await send<Data>(toGraphRequest(document, variables), requestOptions);
    const [error] = errors;
    if (error) throw error;
    if (data === null) throw clientError('RESPONSE_UNREADABLE');
    return data;
  }

  return {
    url,
    environment,
    session: auth.session,
    async signIn(email, password) {
      if (apiKey !== undefined) throw clientError('SIGN_IN_UNSUPPORTED');
      await auth.signIn(email, password);
      live.startAnew();
    },
    signInWith: auth.signInWith,
    async signOut() {
      if (apiKey !== undefined) throw clientError('SIGN_IN_UNSUPPORTED');
      await auth.signOut();
      live.closeAll();
    },
    query: whole,
    mutate: whole,
    async queryPartial<Data, Variables>(
      document: TypedDocument<Data, Variables>,
      ...[variables, requestOptions]: RequestArguments<Variables>
    ) {
      const result = await send<Data>(toGraphRequest(document, variables), requestOptions);
      if (result.data === null && result.errors[0]) throw result.errors[0];
      return result;
    },
    subscribe: (document, variables, handlers) => live.subscribe(toGraphRequest(document, variables), handlers),
    authHeaders,
    close: live.closeAll,
    async [Symbol.asyncDispose]() {
      live.closeAll();
    },
  };
}

function sessionKeeping({ tokenSource, storage }: LecternOptions): SessionKeeping {
  if (tokenSource) return { kind: 'TOKEN_SOURCE', tokenSource };
  if (!storage && isWebPage()) return { kind: 'BROWSER' };
  return { kind: 'JAR', jar: createCookieJar(storage ?? memorySessionStorage()) };
}
