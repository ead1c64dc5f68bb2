import { createSigner } from '@lectern/request-signing';
import { createLogger, createMetrics, type Service, startHttpService, systemClock } from '@lectern/runtime';
import { Redis } from 'ioredis';
import type { GatewayConfig } from './config.ts';
import { startEngine } from './engine.ts';
import { createGatewayMetrics } from './events.ts';
import { createAddressBook } from './http/client-address.ts';
import { graphPath } from './http/graphql-route.ts';
import { createOriginCheck } from './http/origins.ts';
import { httpRoutes } from './http/routes.ts';
import { startLive } from './live/start-live.ts';
import { createRateLimiter } from './operation/rate-limits.ts';
import { readTrustedDocuments } from './operation/trusted-documents.ts';
import { createAuthenticator } from './viewer/authenticate.ts';
import { createKeyFetcher } from './viewer/fetch-keys.ts';
import { createKeySet } from './viewer/key-set.ts';
import { createApiKeyLookUp } from './viewer/look-up-api-key.ts';
import { createRevocations } from './viewer/revocations.ts';
import { createTokenVerifier } from './viewer/verify-token.ts';

/** Replaces what a test must be able to move. */
export type GatewayOverrides = { readonly clock?: typeof systemClock };

/** The name the gateway signs with. */
const issuer = 'gateway';

/** Starts the gateway; the only place that wires it. */
export async function startGateway(config: GatewayConfig, overrides: GatewayOverrides = {}): Promise<Service> {
  await using stack = new AsyncDisposableStack();
  const clock = overrides.clock ?? systemClock;
  const logger = createLogger('gateway', config.log);
  const metricsRegistry = createMetrics('gateway');
  const metrics = createGatewayMetrics(metricsRegistry);
  const sign = createSigner(issuer, config.signingSecret);

  const openRedis = (isWaiting: boolean) => {
    const redis = new Redis(config.redis.url, {
      maxRetriesPerRequest: isWaiting ? null : 1,
      enableAutoPipelining: !isWaiting,
      ...(isWaiting ? {} : { commandTimeout: 2_000 }),
    });
    redis.on('error', (error) => logger.warn({ err: error }, 'Redis is away'));
    stack.defer(() => redis.disconnect());
    return redis;
  };
  const redis = openRedis(false);

  const { operations } = config;
  const documents = {
    trusted: operations.trustedDocuments === undefined ? new Map() : readTrustedDocuments(operations.trustedDocuments),
    areOpen: operations.areOpen,
  };
  const rateLimiter = createRateLimiter({
    redis,
    prefix: config.redis.prefix,
    rates: operations.rates,
    clock,
    onAway: (error) => logger.warn({ err: error }, 'the gateway counts rates alone'),
  });
  const { supergraph, clients, graph } = stack.use(
    await startEngine({
      ...config,
      preventsCsrf: true,
      expected: documents.trusted.values(),
      sign,
      rateLimiter,
      metrics,
      logger,
    }),
  );
  const revocations = createRevocations();
  const { viewer } = config;
  const keys = createKeySet(createKeyFetcher(viewer.jwksUrl, config.subgraphs.urls, sign), clock);
  const authenticator = createAuthenticator({
    verifyToken: createTokenVerifier({ keys, issuer: viewer.issuer, audience: viewer.audience, revocations, clock }),
    lookUpApiKey: createApiKeyLookUp(viewer.apiKeyLookUp === undefined ? undefined : clients.find(viewer.apiKeyLookUp)),
  });
  const addresses = createAddressBook(config.http.trustedProxies, config.publicUrl);
  const isAllowedOrigin = createOriginCheck(config.publicUrl, config.http.origins);
  const live = stack.use(
    startLive({
      config,
      path: graphPath,
      graph,
      supergraph,
      authenticator,
      rateLimiter,
      documents,
      revocations,
      isAllowedOrigin,
      clientAddress: addresses.clientAddress,
      openRedis: () => openRedis(true),
      metrics,
      clock,
      logger,
    }),
  );
  let isDraining = false;

  const http = stack.use(
    await startHttpService({
      host: config.host,
      port: config.port,
      logger,
      metrics: metricsRegistry,
      bodyLimit: config.http.bodyBytesMax,
      checks: {
        process: async () => {
          if (isDraining) throw new Error('stopping');
        },
        redis: () => redis.ping(),
        keys: () => keys.isUsable(),
      },
      routes: (app) =>
        httpRoutes(app, {
          config,
          graph,
          authenticator,
          rateLimiter,
          addresses,
          documents,
          logger,
          sign,
          isAllowedOrigin,
          live: { open: live.open, cookie: viewer.cookie },
        }),
    }),
  );
  // Later than the server, and so gone before it: it waits for all that is open.
  stack.use(live.listen(http.app.server));
  stack.defer(() => {
    isDraining = true;
  });
  logger.info({ url: http.url, generation: supergraph.current().id.slice(0, 12) }, 'the gateway listens');
  void supergraph.warmUp();
  const running = stack.move();
  return { url: http.url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
