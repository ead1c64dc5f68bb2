import { createLogger, createMetrics, type Service, startHttpService, systemClock } from '@lectern/runtime';
import { startEngine } from './engine.ts';
import { createGatewayMetrics } from './events.ts';
import { answerError } from './http/answer-error.ts';
import { createAddressBook } from './http/client-address.ts';
import { edgeErrors } from './http/edge.errors.ts';
import { graphRoute } from './http/graphql-route.ts';
import { noRateLimits } from './operation/rate-limits.ts';
import { type StandaloneOptions, standaloneDefaults } from './standalone-options.ts';
import { type Authenticator, createAuthenticator, nobody } from './viewer/authenticate.ts';
import { createKeyFetcher } from './viewer/fetch-keys.ts';
import { createKeySet } from './viewer/key-set.ts';
import { createRevocations } from './viewer/revocations.ts';
import { createTokenVerifier } from './viewer/verify-token.ts';
import { viewerErrors } from './viewer/viewer.errors.ts';

/** Limits that bound what one request may cost the gateway itself; what subgraphs bear is for them to say. */
const limits = {
  tokensMax: 15_000,
  depthMax: 200,
  aliasesMax: 10_000,
  rootFieldsMax: 1_000,
  costMax: Number.MAX_SAFE_INTEGER,
};

const bodyBytesMax = 8_388_608;

/** Starts a gateway for any supergraph, with no other service: no Redis, no rates, no live subscriptions. */
export async function startStandaloneGateway(
  given: Pick<StandaloneOptions, 'supergraph'> & Partial<StandaloneOptions>,
): Promise<Service> {
  const options: StandaloneOptions = { ...standaloneDefaults, ...given };
  await using stack = new AsyncDisposableStack();
  const logger = createLogger('gateway', { level: options.logLevel, format: options.logFormat });
  const registry = createMetrics('gateway');
  const metrics = createGatewayMetrics(registry);
  const { supergraph, graph } = stack.use(
    await startEngine({
      supergraph: placeOf(options),
      subgraphs: { urls: {}, endpoints: options.subgraphs, ...subgraphBounds, timeoutMs: options.timeoutMs },
      operations: { limits, areOpen: true, isIntrospectable: options.isIntrospectable },
      isProduction: false,
      // Credentials are headers that pages send on purpose; there is no cookie that a browser would add.
      preventsCsrf: false,
      expected: [],
      sign: undefined,
      rateLimiter: noRateLimits,
      traces: options.traces,
      metrics,
      logger,
    }),
  );
  const http = stack.use(
    await startHttpService({
      host: options.host,
      port: options.port,
      logger,
      metrics: registry,
      bodyLimit: bodyBytesMax,
      checks: {},
      routes(app) {
        app.setErrorHandler((error: Parameters<typeof answerError>[0], request, reply) =>
          answerError(error, request, reply, logger),
        );
        app.setNotFoundHandler(() => {
          throw edgeErrors.make('PATH_NOT_FOUND');
        });
        graphRoute(app, {
          config: {
            http: {
              bodyBytesMax,
              anonymousBodyBytesMax: bodyBytesMax,
              forwardedHeaders: options.forwardedHeaders,
            },
            operations: { limits, timeoutMs: options.timeoutMs * stepsMax },
          },
          graph,
          authenticator: authenticatorOf(options),
          rateLimiter: noRateLimits,
          addresses: createAddressBook([], 'http://localhost'),
          documents: { trusted: new Map(), areOpen: true },
          logger,
        });
      },
    }),
  );
  logger.info({ url: http.url, generation: supergraph.current().id.slice(0, 12) }, 'the gateway listens');
  const running = stack.move();
  return { url: http.url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

const subgraphBounds = {
  timeouts: {},
  connectionsMax: 128,
  lines: 0,
  queueMax: 10_000,
  responseBytesMax: 67_108_864,
  breaker: { failures: 10, openMs: 2_000 },
};

/** Several steps to subgraphs may each take their time. */
const stepsMax = 4;

function placeOf({ supergraph, subgraphs, isWatched }: StandaloneOptions) {
  const pollMs = 10_000;
  if (supergraph === undefined) {
    const named = Object.entries(subgraphs).map(([name, url]) => ({ name, url }));
    return { kind: 'SUBGRAPHS', subgraphs: named, pollMs: isWatched ? pollMs : 0 } as const;
  }
  if (/^https?:\/\//.test(supergraph)) return { kind: 'URL', url: supergraph, pollMs: isWatched ? pollMs : 0 } as const;
  return { kind: 'FILE', path: supergraph, isWatched } as const;
}

function authenticatorOf({ tokens }: StandaloneOptions): Authenticator {
  if (!tokens) return { authenticate: async () => nobody, authenticateCookie: async () => nobody };
  const { jwksUrl, issuer, audience } = tokens;
  const clock = systemClock;
  const keys = createKeySet(createKeyFetcher(jwksUrl, {}, undefined), clock);
  const revocations = createRevocations();
  return createAuthenticator({
    verifyToken: createTokenVerifier({ keys, issuer, audience, revocations, clock }),
    async lookUpApiKey() {
      throw viewerErrors.make('API_KEY_INVALID');
    },
  });
}
