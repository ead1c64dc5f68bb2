import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { LecternError } from '@lectern/errors';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { GatewayConfig } from '../config.ts';
import { answerError } from './answer-error.ts';
import { consoles } from './consoles.ts';
import { edgeErrors } from './edge.errors.ts';
import { type ForwardDeps, forwardRoute } from './forwarded-routes.ts';
import { type GraphRouteDeps, graphRoute } from './graphql-route.ts';
import { allowOrigins, type OriginCheck } from './origins.ts';
import { securityHeaders } from './security-headers.ts';
import { webApp } from './web-app.ts';

export type RouteDeps = GraphRouteDeps &
  ForwardDeps & { readonly config: GatewayConfig } & { readonly isAllowedOrigin: OriginCheck };

/** A connection on which nothing moves is closed after this; requests as such have no limit, for uploads take long. */
const idleMs = 120_000;

/** All that is served over HTTP. */
export async function httpRoutes(app: FastifyInstance, deps: RouteDeps): Promise<void> {
  const { config, logger } = deps;
  app.server.requestTimeout = 0;
  app.server.timeout = idleMs;
  app.setErrorHandler((error: FastifyError | LecternError, request, reply) =>
    answerError(error, request, reply, logger),
  );
  securityHeaders(app, config.publicUrl);
  await allowOrigins(app, deps.isAllowedOrigin);

  await app.register(async (scope) => {
    await compressText(scope);
    graphRoute(scope, deps);
  });
  for (const [prefix, service] of Object.entries(config.http.routes)) {
    await app.register((scope) => forwardRoute(scope, prefix, service, deps));
  }
  await app.register(async (scope) => {
    await compressText(scope);
    if (config.http.hasConsoles) await consoles(scope, config.publicUrl);
    if (config.http.webRoot === undefined) {
      scope.setNotFoundHandler(() => {
        throw edgeErrors.make('PATH_NOT_FOUND');
      });
    } else {
      await webApp(scope, {
        root: config.http.webRoot,
        publicUrl: config.publicUrl,
        mediaOrigins: config.http.mediaOrigins,
      });
    }
  });
}

/** Text only, and quickly: the highest levels cost ten times the time for a few per cent. */
async function compressText(scope: FastifyInstance): Promise<void> {
  await scope.register(compress, {
    global: true,
    threshold: 1_024,
    encodings: ['br', 'gzip', 'identity'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 6 },
  });
}
