import { hostname } from 'node:os';
import { startOutboxRelay } from '@lectern/event-stream';
import { isUsable, migrate, transaction } from '@lectern/postgres';
import { createLogger, createMetrics, type Logger, type Metrics, type Service } from '@lectern/runtime';
import { readTypeDefs } from '@lectern/schema';
import { type SubgraphRequest, startSubgraph } from '@lectern/subgraph';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Redis } from 'ioredis';
import { startCompletionConsumers } from './completion/start-completion-consumers.ts';
import type { CourseConfig } from './config.ts';
import { createCourseOrm } from './db/orm.ts';
import type { RequestDeps } from './deps.ts';
import { type CourseEvents, createCourseEvents } from './events.ts';
import { createLoaders } from './graphql/loaders.ts';
import { resolvers } from './graphql/resolvers.ts';

export type CourseOverrides = { readonly logger?: Logger; readonly metrics?: Metrics };

/** Starts everything course is made of; what has been started is released in reverse order, also when the start fails. */
export async function startCourseService(config: CourseConfig, overrides: CourseOverrides = {}): Promise<Service> {
  await using stack = new AsyncDisposableStack();
  const logger = overrides.logger ?? createLogger('course', config.log);
  const metrics = overrides.metrics ?? createMetrics('course');
  const events = createCourseEvents(logger, metrics);

  const orm = stack.adopt(await createCourseOrm(config, logger), (opened) => opened.close(true));
  await migrate(orm);
  const redis = stack.adopt(createRedis(config.redisUrl, logger), (opened) => opened.disconnect());

  const connection = { redisUrl: config.redisUrl, prefix: config.redisPrefix, logger, metrics };
  stack.use(await startOutboxRelay({ ...connection, dbUrl: config.dbUrl, schema: 'course' }));
  const consumer = `${hostname()}-${process.pid}`;
  stack.use(await startCompletionConsumers({ ...connection, consumer, em: orm.em, events }));

  const http = stack.use(
    await startSubgraph({
      name: 'course',
      typeDefs: readTypeDefs('course'),
      resolvers,
      signingSecret: config.signingSecret,
      host: config.host,
      port: config.port,
      logger,
      metrics,
      checks: { db: () => isUsable(orm), redis: () => redis.ping() },
      createContext: (request) => createRequestDeps(orm, events, request),
    }),
  );
  logger.info({ url: http.url }, 'course is ready');
  const owned = stack.move();
  return { url: http.url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function createRequestDeps(orm: MikroORM, events: CourseEvents, { viewer }: SubgraphRequest): RequestDeps {
  const em = orm.em.fork();
  const loaders = createLoaders(em, viewer);
  return {
    viewer,
    em,
    loaders,
    events,
    async change(work) {
      const outcome = await transaction(em, work);
      loaders.reset();
      return outcome;
    },
  };
}

/** For the readiness check only: it must answer soon, not wait for Redis to come back. */
function createRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 2_000 });
  redis.on('error', (error: Error) => logger.debug({ err: error }, 'redis is not reachable'));
  return redis;
}
