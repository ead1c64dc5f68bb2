import { httpStatusOf, LecternError } from '@lectern/errors';
import { type Door, inputErrors } from '@lectern/subgraph';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IdentityEvents } from '../events.ts';
import { accessCookie } from './access-cookie.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import { authErrors } from './auth.errors.ts';
import { type Auth, authPath } from './auth.ts';
import { type AuthRoute, authRoutes } from './auth-paths.ts';
import { clientAddressOf } from './client-address.ts';
import { type GuardedRequest, guardAttempt } from './guard-attempt.ts';
import { sendWebResponse, toWebRequest } from './web-request.ts';

export type AuthRouteDeps = {
  readonly auth: () => Auth;
  readonly limits: AttemptLimits;
  readonly events: IdentityEvents;
  readonly publicUrl: string;
  readonly isProduction: boolean;
  /** Whether a session with this token is live; rejects when that cannot be found out. */
  readonly isSessionLive: (sessionToken: string) => Promise<boolean>;
  /** What the sign-in page offers. */
  readonly signInOptions: () => SignInOptions;
};

export type SignInOptions = {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly isSignUpOpen: boolean;
  readonly isPasswordResetOffered: boolean;
};

/** Forms and JSON of a few fields. */
const bodyLimit = 65_536;

/** Mounts what is open of better-auth below `/api/auth`, behind the door: only the gateway's requests come in. */
export function mountAuthRoutes(app: FastifyInstance, door: Door, deps: AuthRouteDeps): void {
  app.addHook('onRequest', async (request) => void door.verify(request, 'stream'));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'application/x-www-form-urlencoded'],
    { parseAs: 'buffer', bodyLimit },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error: Error, _request, reply) => answerError(error, reply));
  app.get(`${authPath}/providers`, { exposeHeadRoute: false }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(deps.signInOptions()),
  );
  for (const route of authRoutes) {
    const { method, path } = route;
    app.route({
      method,
      url: `${authPath}${path}`,
      exposeHeadRoute: false,
      handler: (request, reply) => answer(route, request, reply, deps),
    });
  }
}

async function answer(
  route: AuthRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: AuthRouteDeps,
): Promise<FastifyReply> {
  const address = clientAddressOf(request.headers['x-forwarded-for']);
  const settle =
    route.guard &&
    (await guardAttempt(route.guard, guardedRequest(request, address), {
      limits: deps.limits,
      isProduction: deps.isProduction,
      refused: deps.events.signInRefused,
    }));
  let status = 500;
  let body = '';
  try {
    const response = await deps.auth().handler(toWebRequest(request, deps.publicUrl, address));
    status = response.status;
    body = await response.text();
    if (route.path === '/token' && status === 401) await refuseToGuess(request, deps);
    note(route, status, response, deps.events);
    return await sendWebResponse(reply, response, body, accessCookies(route, status, body, deps.publicUrl));
  } finally {
    await settle?.({ status, code: memberOf(body, 'code') });
  }
}

/**
 * better-auth answers 401 as well when it could not read the session, and a client that believes it signs the person
 * out. Throws AUTH_UNAVAILABLE unless the session is really gone.
 */
async function refuseToGuess(request: FastifyRequest, deps: AuthRouteDeps): Promise<void> {
  const cookie = /(?:^|; )(?:__Secure-)?lectern\.session_token=([^.;]+)\./.exec(request.headers.cookie ?? '');
  if (!cookie?.[1]) return;
  let isLive = true;
  let cause: unknown;
  try {
    isLive = await deps.isSessionLive(cookie[1]);
  } catch (error) {
    cause = error;
  }
  if (isLive) throw authErrors.make('AUTH_UNAVAILABLE', { cause });
}

function guardedRequest(request: FastifyRequest, address: string): GuardedRequest {
  const isJson = request.headers['content-type']?.split(';')[0]?.trim() === 'application/json';
  const body = isJson && Buffer.isBuffer(request.body) ? parseObject(request.body.toString('utf8')) : undefined;
  // better-auth takes some bodies as forms too; what cannot be looked into cannot be counted.
  if (!body) throw inputErrors.make('BAD_INPUT', { message: 'The body must be a JSON object.' });
  return { address, body, cookie: request.headers.cookie ?? '' };
}

/** The access cookie follows the token: set with each new one, removed when there is none any more. */
function accessCookies(route: AuthRoute, status: number, body: string, publicUrl: string): readonly string[] {
  const isToken = route.path === '/token';
  const token = isToken && status === 200 ? memberOf(body, 'token') : undefined;
  if (token !== undefined) return [accessCookie(token, publicUrl)];
  const isOver =
    route.path === '/sign-out' || route.path === '/revoke-sessions' || (isToken && [401, 403].includes(status));
  return isOver ? [accessCookie(undefined, publicUrl)] : [];
}

function note(route: AuthRoute, status: number, response: Response, events: IdentityEvents): void {
  if (route.path === '/token' && status === 200) events.tokenIssued();
  if (route.path === '/sign-in/email' && status === 200) events.signedIn('PASSWORD');
  const hasSession = response.headers.getSetCookie().some((cookie) => /session_token=[^;]/.test(cookie));
  if (route.path === '/callback/:provider' && hasSession) events.signedIn('OIDC');
}

/** In better-auth's own form, so that a client reads one kind of error at these addresses. */
function answerError(error: Error, reply: FastifyReply): FastifyReply {
  if (!(error instanceof LecternError)) throw error;
  const retryAfter = error.facts?.retryAfterSeconds;
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
  reply.header('cache-control', 'no-store');
  return reply.code(httpStatusOf(error.category)).send({ ...error.facts, code: error.code, message: error.message });
}

function memberOf(body: string, name: string): string | undefined {
  const value = parseObject(body)?.[name];
  return typeof value === 'string' ? value : undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
