import type { Viewer } from '@lectern/request-signing';
import { type RequestSigner, signatureHeader } from '@lectern/request-signing';
import { type Dispatcher, Pool } from 'undici';
import type { SubgraphQuestion } from '../deps.ts';
import { readAnswer, type SubgraphAnswer } from './read-answer.ts';
import { subgraphErrors } from './subgraph.errors.ts';

/** For whom a subgraph is asked, and until when it matters. */
export type Asking = {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly signal?: AbortSignal | undefined;
  readonly traceparent?: string | undefined;
};

export type SubgraphClient = AsyncDisposable & {
  readonly name: string;
  /** The answer, errors of its fields included; throws SUBGRAPH_UNAVAILABLE or SUBGRAPH_TIMEOUT. */
  ask(question: SubgraphQuestion, asking: Asking): Promise<SubgraphAnswer>;
};

export type SubgraphClientOptions = {
  readonly name: string;
  /** Of its GraphQL endpoint. */
  readonly url: string;
  readonly sign: RequestSigner;
  readonly timeoutMs: number;
  readonly connectionsMax: number;
  readonly responseBytesMax: number;
  /** Called once per request sent. */
  readonly onAnswered: (subgraph: string, outcome: 'ok' | 'timeout' | 'unavailable' | 'cancelled', ms: number) => void;
};

/** A connection that was closed while idle fails like this, before the subgraph has seen anything of the request. */
const deadConnection = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { name, sign, timeoutMs } = options;
  const url = new URL(options.url);
  const path = `${url.pathname}${url.search}`;
  const pool = new Pool(url.origin, {
    connections: options.connectionsMax,
    keepAliveTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: Math.min(timeoutMs, 5_000),
    maxResponseSize: options.responseBytesMax,
  });

  function send(body: string, asking: Asking, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-request-id': asking.requestId,
      [signatureHeader]: sign({ audience: name, method: 'POST', path, body, viewer: asking.viewer }),
    };
    if (asking.traceparent !== undefined) headers.traceparent = asking.traceparent;
    return pool.request({ method: 'POST', path, headers, body, signal });
  }

  async function sendTwice(body: string, asking: Asking, signal: AbortSignal, isRepeatable: boolean) {
    try {
      return await send(body, asking, signal);
    } catch (error) {
      if (!isRepeatable || signal.aborted || !deadConnection.has(codeOf(error))) throw error;
      return await send(body, asking, signal);
    }
  }

  return {
    name,
    async ask(question, asking) {
      const isMutation = /^\s*mutation\b/.test(question.query);
      const deadline = createDeadline(timeoutMs, isMutation ? undefined : asking.signal);
      const startedAt = performance.now();
      const answered = (outcome: Parameters<typeof options.onAnswered>[1]) =>
        options.onAnswered(name, outcome, performance.now() - startedAt);
      try {
        const response = await sendTwice(JSON.stringify(question), asking, deadline.signal, !isMutation);
        const text = await response.body.text();
        const answer = readAnswer(name, response.statusCode, text);
        answered('ok');
        return answer;
      } catch (cause) {
        if (deadline.isExpired()) {
          answered('timeout');
          throw subgraphErrors.make('SUBGRAPH_TIMEOUT', { detail: { subgraph: name, timeoutMs } });
        }
        answered(deadline.signal.aborted ? 'cancelled' : 'unavailable');
        if (cause instanceof Error && cause.name === 'LecternError') throw cause;
        throw subgraphErrors.make('SUBGRAPH_UNAVAILABLE', { cause, detail: { subgraph: name, reason: codeOf(cause) } });
      } finally {
        deadline.clear();
      }
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
}

type Deadline = { readonly signal: AbortSignal; isExpired(): boolean; clear(): void };

/** One signal for "too late" and "nobody waits any more"; a third of the cost of AbortSignal.any over two. */
function createDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let isExpired = false;
  const timer = setTimeout(() => {
    isExpired = true;
    controller.abort();
  }, ms);
  const leave = () => controller.abort();
  if (outer?.aborted) leave();
  else outer?.addEventListener('abort', leave, { once: true });
  return {
    signal: controller.signal,
    isExpired: () => isExpired,
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', leave);
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
