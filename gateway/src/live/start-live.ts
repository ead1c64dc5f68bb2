import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Clock, Logger } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import type { GatewayConfig } from '../config.ts';
import type { GatewayMetrics } from '../events.ts';
import type { OriginCheck } from '../http/origins.ts';
import { createDocumentCache } from '../operation/document-cache.ts';
import type { GraphServer } from '../operation/graph-server.ts';
import type { RateLimiter } from '../operation/rate-limits.ts';
import type { DocumentPolicy } from '../operation/resolve-document.ts';
import type { SupergraphSource } from '../supergraph/supergraph-source.ts';
import type { Authenticator } from '../viewer/authenticate.ts';
import type { Revocations } from '../viewer/revocations.ts';
import { createConnections } from './connection.ts';
import { createSubscriptionPreparer } from './prepare-subscription.ts';
import { createProtocol } from './protocol.ts';
import { followSessionEvents } from './session-events.ts';
import { createSharedRuns } from './shared-runs.ts';
import { createSocketOperations } from './socket-operations.ts';
import type { LiveResult, LiveTopics } from './subscribe.ts';
import { serveWebSockets } from './transports/web-socket.ts';

export type LiveDeps = {
  readonly config: GatewayConfig;
  readonly http: HttpServer;
  readonly path: string;
  readonly graph: GraphServer;
  readonly topics: LiveTopics;
  readonly supergraph: SupergraphSource;
  readonly authenticator: Authenticator;
  readonly rateLimiter: RateLimiter;
  readonly documents: DocumentPolicy;
  readonly revocations: Revocations;
  readonly isAllowedOrigin: OriginCheck;
  readonly clientAddress: (request: IncomingMessage) => string;
  /** A connection that may wait in a command. */
  readonly openRedis: () => Redis;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Subscriptions: sockets, their protocol, and what closes them. */
export function startLive(deps: LiveDeps): AsyncDisposable {
  const { config, supergraph, clock, logger } = deps;
  const stack = new AsyncDisposableStack();
  const connections = createConnections(clock);
  const operations = createSocketOperations({
    ...deps,
    tokensMax: config.operations.limits.tokensMax,
    generation: supergraph.current,
    prepare: createSubscriptionPreparer(),
    shared: createSharedRuns<LiveResult>(),
    readDocument: createDocumentCache(),
  });
  const protocol = createProtocol({
    operations,
    authenticator: deps.authenticator,
    logger,
    initTimeoutMs: config.live.initTimeoutMs,
    subscriptionsPerSocketMax: config.live.subscriptionsPerSocketMax,
    hidesSchema: config.isProduction,
  });
  supergraph.onChange(() => connections.closeAll('SCHEMA_CHANGED'));
  const { sessionEvents } = config.viewer;
  if (sessionEvents !== undefined) {
    const stream = `${config.redis.prefix}stream:${sessionEvents}`;
    stack.use(
      followSessionEvents({
        redis: deps.openRedis(),
        stream,
        revocations: deps.revocations,
        connections,
        clock,
        logger,
      }),
    );
  }
  stack.use(
    serveWebSockets({
      ...deps,
      protocol,
      connections,
      pingMs: config.live.pingMs,
      drainMs: config.live.drainMs,
    }),
  );
  return stack;
}
