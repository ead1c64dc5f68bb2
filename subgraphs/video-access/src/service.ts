import { isUsable } from '@lectern/postgres';
import { isSignedIn } from '@lectern/request-signing';
import { type Clock, type HttpService, type Service, systemClock } from '@lectern/runtime';
import { readTypeDefs } from '@lectern/schema';
import { startSubgraph } from '@lectern/subgraph';
import { Redis } from 'ioredis';
import { startBackground } from './background.ts';
import { boundStop } from './bound-stop.ts';
import type { VideoAccessConfig } from './config.ts';
import { type Core, openCore, serviceName } from './core.ts';
import type { RequestDeps, ServiceDeps } from './deps.ts';
import { createProgressLoader } from './graphql/loaders.ts';
import { resolvers } from './graphql/resolvers.ts';
import { addPlaybackRoutes } from './playback/playback-routes.ts';
import { addUploadRoutes } from './upload/upload-routes.ts';

/** What tests replace. */
export type VideoAccessOverrides = { readonly clock?: Clock };

/** Wires and starts the service; everything it opened is released in reverse order, also when the start fails. */
export async function startVideoAccessService(
  config: VideoAccessConfig,
  overrides: VideoAccessOverrides = {},
): Promise<Service> {
  await using resources = new AsyncDisposableStack();
  const core = await openCore(config, overrides.clock ?? systemClock, resources);
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  redis.on('error', (error) => core.logger.debug({ err: error }, 'redis'));
  resources.defer(() => redis.disconnect());
  await startBackground(core, resources);
  const http = resources.use(await startHttp(core, redis));
  const owned = resources.move();
  return { url: http.url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function startHttp(core: Core, redis: Redis): Promise<HttpService> {
  const { config, orm, fork, uploads } = core;
  const serviceDeps: ServiceDeps = {
    clock: core.clock,
    events: core.events,
    uploads,
    askCourseAccess: core.askCourseAccess,
    signingSecret: config.signingSecret,
    uploadBytesMax: config.uploadBytesMax,
    playbacksMax: config.playbacksMax,
    noticeFileRemoval: core.noticeFileRemoval,
  };
  return startSubgraph<RequestDeps>({
    name: serviceName,
    typeDefs: readTypeDefs(serviceName),
    resolvers,
    signingSecret: config.signingSecret,
    host: config.host,
    port: config.port,
    logger: core.logger,
    metrics: core.metrics,
    checks: { database: () => isUsable(orm), redis: () => redis.ping() },
    createContext: ({ viewer, requestId }) => {
      const em = fork();
      const progressOf = createProgressLoader(em, isSignedIn(viewer) ? viewer.id : null);
      return { ...serviceDeps, viewer, requestId, em, progressOf };
    },
    routes(app, door) {
      boundStop(app);
      addUploadRoutes(app, door, { fork, uploads });
      addPlaybackRoutes(app, door, core);
    },
  });
}
