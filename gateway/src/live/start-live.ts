import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { createTopicFeed } from '@lectern/fanout';
import type { Clock, Logger } from '@lectern/runtime';
import type { Redis } from 'ioredis';
import type { GatewayConfig } from '../config.ts';
import type { GatewayMetrics } from '../events.ts';
import type { LiveHttp } from '../http/live-http.ts';
import type { OriginCheck } from '../http/origins.ts';
import { createDocumentCache } from '../operation/document-cache.ts';
import type { GraphServer } from '../operation/graph-server.ts';
import type { RateLimiter } from '../operation/rate-limits.ts';
import type { DocumentPolicy } from '../operation/resolve-document.ts';
import type { SupergraphSource } from '../supergraph/supergraph-source.ts';
import type { Authenticator } from '../viewer/authenticate.ts';
import type { Revocations } from '../viewer/revocations.ts';
import { createAdmission } from './connection/admit.ts';
import { createChannels } from './connection/channels.ts';
import { followSessionEvents } from './connection/session-events.ts';
import { createGroups } from './engine/groups.ts';
import { createSlices } from './engine/slices.ts';
import { createTopics } from './engine/topics.ts';
import { liveEvents } from './live-events.ts';
import { createGroupWork } from './subscription/group-work.ts';
import { moveGroups } from './subscription/move-groups.ts';
import { createLiveOperations } from './subscription/operations.ts';
import { createSubscriptionPreparer } from './subscription/prepare-subscription.ts';
import { createOperationReader } from './subscription/read-operation.ts';
import { reviewMembers } from './subscription/review-members.ts';
import { createTickets } from './subscription/ticket.ts';
import { serveLiveHttp } from './transports/http/serve.ts';
import { createProtocol } from './transports/web-socket/protocol.ts';
import { serveWebSockets } from './transports/web-socket/serve.ts';

export type LiveDeps = {
  readonly config: GatewayConfig;
  readonly path: string;
  readonly graph: GraphServer;
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

/** Subscriptions, before and after there is a server for them. */
export type Live = AsyncDisposable & {
  /** Operations over responses that stay open. */
  readonly open: LiveHttp;
  /** Takes the WebSockets of a server. Disposing refuses further lines of any kind, and lets those there are go. */
  listen(http: HttpServer): AsyncDisposable;
};

/** Of an event for many: so long nothing else has its turn. */
const sliceMs = 12;

/** Subscriptions: who follows what, the lines they are told over, and what closes those. */
export function startLive(deps: LiveDeps): Live {
  const { config, supergraph, graph, clock, logger, metrics } = deps;
  const stack = new AsyncDisposableStack();
  const { redis } = config;
  const { tokensMax } = config.operations.limits;
  const events = liveEvents(metrics, logger);
  const feed = stack.use(createTopicFeed({ redisUrl: redis.url, prefix: redis.prefix, logger }));
  const topics = createTopics(feed, metrics.liveEventArrived);
  const readDocument = createDocumentCache();
  const prepare = createSubscriptionPreparer(config.operations.limits);
  const work = createGroupWork({
    graph,
    generation: supergraph.current,
    prepare,
    ownRunsMax: config.subgraphs.connectionsMax,
    readDocument,
    logger,
  });
  const groups = createGroups(topics, { work, events, slices: createSlices(sliceMs) });
  const channels = stack.use(createChannels(config.live, metrics.channels, clock));
  metrics.watchLive({ groups: () => groups.count, topics: () => topics.count, buffered: channels.buffered });

  const operations = createLiveOperations({
    read: createOperationReader({
      ...deps,
      tokensMax,
      generation: supergraph.current,
      prepare,
      readDocument,
      hidesSchema: config.isProduction,
    }),
    graph,
    channels,
    start: {
      topics,
      groups,
      work,
      tickets: createTickets(config.signingSecret, clock),
      generation: supergraph.current,
      events,
      logger,
    },
    logger,
  });
  const protocol = createProtocol({
    operations,
    admission: createAdmission({ ...deps, channels, onRenewed: (channel) => reviewMembers(groups, channel) }),
    logger,
    operationsPerSocketMax: config.live.subscriptionsPerSocketMax,
  });
  supergraph.onChange((generation) => void moveGroups(groups, generation, prepare));
  const { sessionEvents } = config.viewer;
  if (sessionEvents !== undefined) {
    const stream = `${redis.prefix}stream:${sessionEvents}`;
    stack.use(followSessionEvents({ ...deps, redis: deps.openRedis(), stream, channels }));
  }
  const responses = serveLiveHttp({ ...deps, operations, channels, readDocument, tokensMax });
  return {
    open: responses.open,
    listen(http) {
      const lines = new AsyncDisposableStack();
      lines.defer(() => channels.drain(config.live.drainMs));
      lines.use(responses);
      lines.use(serveWebSockets({ ...deps, http, protocol, channels }));
      return lines;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
