import { HeaderMap } from '@apollo/server';
import { isSignedIn } from '@lectern/request-signing';
import type { Logger } from '@lectern/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import type { AnswerInParts, OperationContext } from '../deps.ts';
import { refuseLongDocument } from '../operation/count-tokens.ts';
import type { GraphServer } from '../operation/graph-server.ts';
import { objectOf, readOperationRequest } from '../operation/operation-request.ts';
import type { RateLimiter } from '../operation/rate-limits.ts';
import { type DocumentPolicy, resolveDocument } from '../operation/resolve-document.ts';
import { type Authenticated, type Authenticator, type Credentials, nobody } from '../viewer/authenticate.ts';
import { viewerAt } from '../viewer/viewer-at.ts';
import { acceptedFormat } from './accepted-format.ts';
import { acceptedStream } from './accepted-stream.ts';
import { createBodyDeadline } from './body-deadline.ts';
import type { AddressBook } from './client-address.ts';
import { edgeErrors } from './edge.errors.ts';
import { credentialsFor, type LiveRoute, openStream } from './live-route.ts';
import { createMediaTypes } from './media-types.ts';
import { isPlainRequest } from './plain-request.ts';
import { sendParts } from './send-parts.ts';

export const graphPath = '/graphql';

export type GraphRouteDeps = {
  readonly config: {
    readonly http: Pick<GatewayConfig['http'], 'bodyBytesMax' | 'anonymousBodyBytesMax' | 'forwardedHeaders'>;
    readonly operations: Pick<GatewayConfig['operations'], 'limits' | 'timeoutMs'>;
  };
  readonly graph: GraphServer;
  readonly authenticator: Authenticator;
  readonly rateLimiter: RateLimiter;
  readonly addresses: AddressBook;
  readonly documents: DocumentPolicy;
  /** Undefined where nothing can be subscribed to. */
  readonly live?: LiveRoute;
  readonly logger: Logger;
};

declare module 'fastify' {
  interface FastifyRequest {
    authenticated: Authenticated | null;
  }
}

/** A body must be here completely within this time; uploads, which take longer, have routes of their own. */
const bodyDeadlineMs = 30_000;

/** Operations over HTTP at `/graphql`. */
export function graphRoute(scope: FastifyInstance, deps: GraphRouteDeps): void {
  const mediaTypes = createMediaTypes();
  const bodies = createBodyDeadline(bodyDeadlineMs);
  scope.addHook('onClose', async () => bodies[Symbol.dispose]());
  scope.decorateRequest('authenticated', null);
  const { http } = deps.config;
  const limitOf = (request: FastifyRequest) =>
    isSignedIn(viewerOf(request).viewer) ? http.bodyBytesMax : http.anonymousBodyBytesMax;

  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/json', 'application/graphql+json'],
    { parseAs: 'string', bodyLimit: http.bodyBytesMax },
    (request, body, done) => {
      bodies.end(request.raw);
      if (body.length > limitOf(request)) return done(tooLarge(limitOf(request)));
      try {
        done(null, JSON.parse(String(body)));
      } catch {
        done(edgeErrors.make('BODY_NOT_JSON'));
      }
    },
  );

  scope.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const found = findViewer(request, deps);
    request.authenticated = found instanceof Promise ? await found : found;
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limitOf(request)) throw tooLarge(limitOf(request));
    if (request.method !== 'GET') bodies.begin(request.raw);
  });

  scope.route({
    // All of them, so that a wrong one is told which are right.
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: graphPath,
    handler: async (request, reply) => {
      if (request.method !== 'GET' && request.method !== 'POST' && request.method !== 'HEAD') {
        reply.header('allow', 'GET, POST');
        throw edgeErrors.make('METHOD_NOT_ALLOWED');
      }
      const { live, addresses } = deps;
      const accepted = live && request.method !== 'HEAD' ? acceptedStream(request.headers.accept) : undefined;
      if (live && accepted && (await openStream(request, reply, accepted, { live, addresses }))) {
        return reply;
      }
      const context = contextOf(request, deps);
      const mediaType = request.method === 'POST' ? mediaTypes.find(request.headers) : undefined;
      const quick = mediaType === undefined ? undefined : answerQuickly(request, context, deps);
      if (quick) return reply.header('content-type', mediaType).send(await quick);
      const answer = await deps.graph.apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: toApolloRequest(request, context, deps),
        context: async () => context,
      });
      if (answer.body.kind !== 'complete') throw new Error('a gateway answers with one result');
      for (const [name, value] of answer.headers) reply.header(name, value);
      if (context.parts?.rest) return sendParts(reply, answer.body.string, context, deps);
      if (answer.status === undefined) mediaTypes.learn(request.headers, answer.headers.get('content-type'));
      return reply.code(statusOf(answer.status, answer.headers, answer.body.string)).send(answer.body.string);
    },
  });
}

/** What the client's document or variables are to blame for. */
const requestErrors: ReadonlySet<unknown> = new Set([
  ...['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'],
]);

/**
 * A well-formed GraphQL response of type `application/json` has status 200, whatever its errors, since old clients
 * read no other; `application/graphql-response+json` tells by the status (GraphQL over HTTP, section 6.4).
 */
function statusOf(status = 200, headers: HeaderMap, body: string): number {
  if (status !== 400 || !headers.get('content-type')?.startsWith('application/json')) return status;
  const { errors } = JSON.parse(body) as { errors?: { extensions?: { code?: unknown } }[] };
  return errors?.every(({ extensions }) => requestErrors.has(extensions?.code)) ? 200 : status;
}

function tooLarge(max: number) {
  return edgeErrors.make('BODY_TOO_LARGE', { facts: { bytesMax: max } });
}

function viewerOf(request: FastifyRequest): Authenticated {
  return request.authenticated ?? nobody;
}

/** At once for whoever shows nothing. */
function findViewer(request: FastifyRequest, deps: GraphRouteDeps): Authenticated | Promise<Authenticated> {
  const credentials = credentialsFor(request, deps.live);
  const isNobody = credentials.authorization === undefined && credentials.apiKey === undefined;
  return isNobody ? nobody : authenticate(credentials, request, deps);
}

async function authenticate(
  credentials: Credentials,
  request: FastifyRequest,
  deps: GraphRouteDeps,
): Promise<Authenticated> {
  try {
    return await deps.authenticator.authenticate(credentials, request.id);
  } catch (error) {
    // Guessing costs as much as asking.
    deps.rateLimiter.countRefused(deps.addresses.clientAddress(request.raw));
    throw error;
  }
}

function contextOf(request: FastifyRequest, deps: GraphRouteDeps): OperationContext {
  const { viewer, scopes } = viewerOf(request);
  const { traceparent, tracestate } = request.headers;
  const { socket } = request.raw;
  return {
    viewer: isSignedIn(viewer) ? viewerAt(viewer, deps.addresses.clientAddress(request.raw)) : viewer,
    scopes,
    door: 'HTTP',
    // Worked out where something is counted by it.
    get address() {
      return deps.addresses.clientAddress(request.raw);
    },
    requestId: request.id,
    logger: deps.logger,
    // Looked at while a subgraph is waited for: cheaper than a listener for each request.
    signal: {
      get aborted() {
        return socket.destroyed;
      },
    },
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    tracestate: typeof tracestate === 'string' ? tracestate : undefined,
    deadlineAt: performance.now() + deps.config.operations.timeoutMs,
    forwarded: forwardedHeaders(request, deps.config.http.forwardedHeaders),
    parts: partsOf(request),
  };
}

function partsOf({ method, headers }: FastifyRequest): AnswerInParts | undefined {
  const format = acceptedFormat(headers.accept);
  return format && method !== 'HEAD' ? { format } : undefined;
}

function forwardedHeaders(request: FastifyRequest, names: readonly string[]): Record<string, string> | undefined {
  if (names.length === 0) return undefined;
  const headers: Record<string, string> = {};
  for (const name of names) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** An operation that is known runs at once; what is unusual about a request is for Apollo Server to see. */
function answerQuickly(
  request: FastifyRequest,
  context: OperationContext,
  deps: GraphRouteDeps,
): Promise<string | Buffer> | undefined {
  const body = objectOf(request.body);
  if (!body || !isPlainRequest(body)) return undefined;
  const asked = resolveDocument(readOperationRequest(body), deps.documents);
  const isPersisting = asked.extensions !== undefined && Object.keys(asked.extensions).length > 0;
  return isPersisting ? undefined : deps.graph.answer(asked, context);
}

/** The request as Apollo Server takes it, with the trusted document in the place of its id. */
function toApolloRequest(request: FastifyRequest, { parts }: OperationContext, deps: GraphRouteDeps) {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  // Of an answer in parts the first is JSON too; and what is wrong with the request is told in no parts.
  if (parts) headers.set('accept', `${request.headers.accept}, application/json;q=0.001`);
  const { method } = request;
  if (method === 'POST') {
    const body = objectOf(request.body);
    if (!body) throw edgeErrors.make('BODY_NOT_JSON');
    return { method, headers, search: '', body: resolveBody(body, deps) };
  }
  const at = request.url.indexOf('?');
  const search = at < 0 ? '' : request.url.slice(at);
  return { method: 'GET', headers, search: resolveSearch(search, deps), body: undefined };
}

function resolveBody(body: Readonly<Record<string, unknown>>, deps: GraphRouteDeps): Record<string, unknown> {
  const asked = readOperationRequest(body);
  const resolved = resolveDocument(asked, deps.documents);
  if (resolved.query !== undefined) refuseLongDocument(resolved.query, deps.config.operations.limits.tokensMax);
  if (resolved === asked) return body;
  const { documentId: _, ...rest } = body;
  return { ...rest, query: resolved.query, extensions: resolved.extensions ?? {} };
}

function resolveSearch(search: string, deps: GraphRouteDeps): string {
  const params = new URLSearchParams(search);
  const asked = readOperationRequest({
    query: params.get('query'),
    documentId: params.get('documentId'),
    extensions: parseOrNothing(params.get('extensions')),
  });
  const resolved = resolveDocument(asked, deps.documents);
  if (resolved.query !== undefined) refuseLongDocument(resolved.query, deps.config.operations.limits.tokensMax);
  if (resolved === asked) return search;
  params.delete('documentId');
  if (resolved.query !== undefined) params.set('query', resolved.query);
  params.set('extensions', JSON.stringify(resolved.extensions ?? {}));
  return `?${params}`;
}

function parseOrNothing(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // Apollo Server says what is wrong with it.
    return undefined;
  }
}
