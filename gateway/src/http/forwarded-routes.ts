import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import replyFrom from '@fastify/reply-from';
import { anonymous, isSignedIn, type RequestSigner, signatureHeader, type Viewer } from '@lectern/request-signing';
import type { Logger } from '@lectern/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { subgraphErrors } from '../subgraph/subgraph.errors.ts';
import type { Authenticator } from '../viewer/authenticate.ts';
import { viewerAt } from '../viewer/viewer-at.ts';
import { answerError } from './answer-error.ts';
import type { AddressBook } from './client-address.ts';
import { cookieOf, credentialsOf } from './credentials.ts';
import { edgeErrors } from './edge.errors.ts';
import { readWholeBody } from './read-whole-body.ts';

export type ForwardDeps = {
  readonly config: GatewayConfig;
  readonly sign: RequestSigner;
  readonly authenticator: Authenticator;
  readonly addresses: AddressBook;
  readonly logger: Logger;
};

/** How long a service may take to begin its answer to a request without a body. */
const answerTimeoutMs = 60_000;
const connectionsMax = 128;
/** For a body that is read before it goes on. */
const bodyDeadlineMs = 30_000;

/** Sends everything under a prefix to one service, unchanged and streamed, signed for the viewer. */
export async function forwardRoute(
  scope: FastifyInstance,
  prefix: string,
  service: string,
  deps: ForwardDeps,
): Promise<void> {
  const base = deps.config.subgraphs.urls[service];
  if (base === undefined) throw new Error(`no address of ${service}`);
  const viewers = new WeakMap<FastifyRequest, Viewer>();

  await scope.register(replyFrom, {
    base,
    disableRequestLogging: true,
    // An upload of gigabytes takes as long as it takes; whoever stops sending loses the connection (server.timeout).
    undici: { connections: connectionsMax, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 30_000 },
    destroyAgent: true,
  });
  scope.removeAllContentTypeParsers();
  // Bodies pass through unread, whatever they are. Small ones, and those of people who are not signed in, are taken in
  // first: a few slow senders would else hold every connection to the service, and nobody could sign in any more.
  const { anonymousBodyBytesMax: bytesMax } = deps.config.http;
  scope.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const announced = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    if (announced > bytesMax && isSignedIn(viewers.get(request) ?? anonymous)) return payload;
    return readWholeBody(payload, bytesMax, bodyDeadlineMs);
  });
  scope.addHook('onRequest', async (request) => {
    if (normalized(request.url, base) !== request.url) throw edgeErrors.make('REQUEST_MALFORMED');
    const viewer = viewerAt(await findViewer(request, deps), deps.addresses.clientAddress(request.raw));
    viewers.set(request, viewer);
    if (isSignedIn(viewer) || Number(request.headers['content-length'] ?? 0) <= bytesMax) return;
    throw edgeErrors.make('BODY_TOO_LARGE', { facts: { bytesMax } });
  });

  scope.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: `${prefix}/*`,
    bodyLimit: Number.MAX_SAFE_INTEGER,
    handler: (request, reply) => {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      return reply.from(undefined, {
        retryDelay: () => null,
        ...(isRead && { timeout: answerTimeoutMs }),
        rewriteRequestHeaders: (_request, headers) =>
          forwardedHeaders(request, headers, service, viewers.get(request) ?? anonymous, deps),
        rewriteHeaders: (headers) => withoutHopByHop(headers),
        onError: (_reply, { error }) => {
          const isLate = 'code' in error && error.code === 'FST_REPLY_FROM_GATEWAY_TIMEOUT';
          const ours = subgraphErrors.make(isLate ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE');
          deps.logger.warn({ requestId: request.id, err: error, service }, 'a forwarded request failed');
          answerError(ours, request, reply, deps.logger);
        },
      });
    },
  });
}

/** The path as the service would see it; what a URL parser changes (`..`, `\`) was not asked for by a browser. */
function normalized(url: string, base: string): string | undefined {
  const parsed = URL.parse(url, base);
  return parsed && parsed.origin === new URL(base).origin ? `${parsed.pathname}${parsed.search}` : undefined;
}

async function findViewer(request: FastifyRequest, deps: ForwardDeps): Promise<Viewer> {
  const credentials = credentialsOf(request.headers);
  // What is no JWT may be a credential of the service's own, which it checks itself.
  const isOurs =
    credentials.authorization === undefined || /^Bearer +[^.\s]+(\.[^.\s]+){2} *$/i.test(credentials.authorization);
  if (isOurs && (credentials.authorization ?? credentials.apiKey) !== undefined) {
    return (await deps.authenticator.authenticate(credentials, request.id)).viewer;
  }
  if (!isOurs || (request.method !== 'GET' && request.method !== 'HEAD')) return anonymous;
  const token = cookieOf(request.headers, deps.config.viewer.cookie);
  return token === undefined ? anonymous : (await deps.authenticator.authenticateCookie(token)).viewer;
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
]);

function withoutHopByHop<Headers extends object>(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name))) as Headers;
}

function forwardedHeaders(
  request: FastifyRequest,
  incoming: object,
  service: string,
  viewer: Viewer,
  { sign, addresses }: ForwardDeps,
): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(incoming)) {
    const isTold = name === 'forwarded' || name.startsWith('x-forwarded-') || name === 'x-real-ip';
    if (!hopByHop.has(name) && !isTold && !name.startsWith('x-lectern-')) headers[name] = value;
  }
  return {
    ...headers,
    'x-forwarded-for': addresses.clientAddress(request.raw),
    'x-forwarded-proto': addresses.protocol(request.raw),
    'x-forwarded-host': request.host,
    'x-request-id': request.id,
    [signatureHeader]: sign({ audience: service, method: request.method, path: request.url, body: 'stream', viewer }),
  };
}
