import type { RequestSigner, Viewer } from '@lectern/request-signing';
import type { SubgraphQuestion } from '../deps.ts';
import type { FetchWatch } from '../telemetry/tracer.ts';
import { type BreakerOptions, type BreakerState, createBreaker } from './breaker.ts';
import { createPool, type Pool } from './http1/pool.ts';
import { createInFlight, fingerprintOf } from './in-flight.ts';
import { createLineTransport, type Transport } from './lines/line-transport.ts';
import type { SubgraphAnswer } from './read-answer.ts';
import { createRequestWriter } from './request-text.ts';
import { subgraphErrors } from './subgraph.errors.ts';
import { cancelled, type Outcome, type RequestOwner, SubgraphRequest } from './subgraph-request.ts';

export type { SubgraphAnswer } from './read-answer.ts';

/** For whom a subgraph is asked, and until when it matters. */
export type Asking = {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** Aborted when the client has left; looked at every 50 ms. */
  readonly signal?: { readonly aborted: boolean } | undefined;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** Headers of the client passed on as they came, lower case, already chosen by configuration. */
  readonly forwarded?: Readonly<Record<string, string>> | undefined;
  /** performance.now() at which the whole operation must be over; undefined: only the subgraph's own deadline counts. */
  readonly deadlineAt?: number | undefined;
  /** An answer without errors is wanted as it came (`whole`), where the transport vouches for it. */
  readonly passesOn?: boolean | undefined;
  /** Told of what becomes of the request. */
  readonly watch?: FetchWatch | undefined;
};

export type SubgraphClient = AsyncDisposable & {
  readonly name: string;
  /**
   * Sends an operation whose JSON text is ready. The answer, errors of its fields included, belongs to the caller
   * alone. Throws SUBGRAPH_UNAVAILABLE, SUBGRAPH_TIMEOUT, SUBGRAPH_OVERLOADED or BODY_TOO_LARGE.
   */
  send(body: string, kind: 'query' | 'mutation', asking: Asking): Promise<SubgraphAnswer>;
  /** The same for an operation in parts. */
  ask(question: SubgraphQuestion, asking: Asking): Promise<SubgraphAnswer>;
  /** Requests that are sent or wait for a connection. */
  inFlight(): number;
  breakerState(): BreakerState;
};

export type SubgraphClientOptions = {
  readonly name: string;
  /** Of its GraphQL endpoint. */
  readonly url: string;
  /** Undefined signs nothing. */
  readonly sign?: RequestSigner | undefined;
  readonly timeoutMs: number;
  readonly connectionsMax: number;
  readonly responseBytesMax: number;
  /** Requests that wait for a connection; 1,000. */
  readonly queueMax?: number | undefined;
  /** 10 failures in a row open it for 2,000 ms. */
  readonly breaker?: BreakerOptions | undefined;
  /** How long an idle connection is kept, unless the subgraph says less; 30,000. */
  readonly idleMs?: number | undefined;
  /** How long running requests have when the client is disposed; 5,000. */
  readonly drainMs?: number | undefined;
  /** To one address, beside HTTP; 0 opens none. Only what is signed goes over lines. */
  readonly lines?: number | undefined;
  /** How long a line is used; 60,000. */
  readonly lineAgeMs?: number | undefined;
  /** PEM of the authorities to trust in place of the system's. */
  readonly ca?: string | undefined;
  /** Called once per request, however many wait for it. */
  readonly onAnswered: (subgraph: string, outcome: Outcome, ms: number) => void;
  /** Called for each that waits for a request already under way. */
  readonly onShared?: ((subgraph: string) => void) | undefined;
  readonly onRetried?: ((subgraph: string) => void) | undefined;
};

type Resolve = (answer: SubgraphAnswer) => void;
type Reject = (error: unknown) => void;

const defaults = { queueMax: 1_000, breaker: { failures: 10, openMs: 2_000 }, idleMs: 30_000, drainMs: 5_000 };
const connectTimeoutMax = 5_000;
/** Who joins a request has the time that is left of its deadline, which is to be most of it. */
const youngShare = 0.5;

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { name, timeoutMs, onAnswered } = options;
  const url = new URL(options.url);
  const breaker = createBreaker(options.breaker ?? defaults.breaker);
  const reads = createInFlight();
  const http = createPool({
    origin: originOf(url, options.ca),
    connectionsMax: options.connectionsMax,
    queueMax: options.queueMax ?? defaults.queueMax,
    responseBytesMax: options.responseBytesMax,
    connectTimeoutMs: Math.min(timeoutMs, connectTimeoutMax),
    idleMs: options.idleMs ?? defaults.idleMs,
  });
  const transport = options.lines && options.sign ? createLines(options, url, options.sign, http) : http;
  let running = 0;

  const owner: RequestOwner = {
    name,
    isSigned: options.sign !== undefined,
    timeoutMs,
    write: createRequestWriter(name, url, options.sign),
    retried: () => options.onRetried?.(name),
    ended(request, outcome, isAlive) {
      const now = performance.now();
      running -= 1;
      if (request.isRepeatable) reads.remove(request);
      else reads.forget();
      if (isAlive === undefined) breaker.abandoned(request.passage);
      else if (isAlive) breaker.succeeded();
      else breaker.failed(request.passage, now);
      onAnswered(name, outcome, now - request.startedAt);
    },
  };

  /** What ends it before it begins. */
  function obstacle(asking: Asking, now: number) {
    if (asking.signal?.aborted) return cancelled(name);
    if (asking.deadlineAt === undefined || asking.deadlineAt > now) return undefined;
    return subgraphErrors.make('SUBGRAPH_TIMEOUT', { detail: { subgraph: name, reason: 'no time left' } });
  }

  /** Begins a request or joins one; what it throws is told by the promise in whose executor it runs. */
  function begin(body: string, kind: 'query' | 'mutation', asking: Asking, resolve: Resolve, reject: Reject): void {
    const startedAt = performance.now();
    const error = obstacle(asking, startedAt);
    if (error) throw error;
    const isRepeatable = kind === 'query';
    const fingerprint = isRepeatable ? fingerprintOf(body, asking) : 0;
    const known = isRepeatable ? reads.find(fingerprint, body, asking) : undefined;
    if (known && startedAt - known.startedAt < timeoutMs * youngShare) {
      options.onShared?.(name);
      asking.watch?.shared();
      known.join(asking, resolve, reject);
      return;
    }
    const passage = breaker.pass(startedAt);
    if (passage === 'refused') {
      onAnswered(name, 'broken', 0);
      throw subgraphErrors.make('SUBGRAPH_UNAVAILABLE', { detail: { subgraph: name, reason: 'breaker' } });
    }
    const request = new SubgraphRequest(owner, { fingerprint, body, asking, isRepeatable, passage, startedAt });
    running += 1;
    if (isRepeatable) reads.add(request);
    request.join(asking, resolve, reject);
    transport.run(request);
  }

  // Not async: that would be a second promise, and three turns of the queue until it learns of the first.
  function send(body: string, kind: 'query' | 'mutation', asking: Asking): Promise<SubgraphAnswer> {
    return new Promise((resolve, reject) => begin(body, kind, asking, resolve, reject));
  }

  return {
    name,
    send,
    async ask(question, asking) {
      return send(JSON.stringify(question), mutation.test(question.query) ? 'mutation' : 'query', asking);
    },
    inFlight: () => running,
    breakerState: () => breaker.state(performance.now()),
    [Symbol.asyncDispose]: () => transport.close(options.drainMs ?? defaults.drainMs),
  };
}

function createLines(options: SubgraphClientOptions, url: URL, sign: RequestSigner, http: Pool): Transport {
  const { name, ca, timeoutMs, responseBytesMax, lines = 0, idleMs = defaults.idleMs, lineAgeMs } = options;
  const place = { name, url, ca, sign, timeoutMs: Math.min(timeoutMs, connectTimeoutMax) };
  return createLineTransport({ place, lines, responseBytesMax, idleMs, ageMs: lineAgeMs }, http);
}

/** Takes a query for a mutation sooner than the other way round: that only costs it the second sending. */
const mutation = /(?:^|[\s,}])mutation\b/;

function originOf(url: URL, ca: string | undefined) {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`${url.protocol} is no HTTP`);
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  return { isSecure, host: url.hostname.replace(/^\[|\]$/g, ''), port, ca };
}
