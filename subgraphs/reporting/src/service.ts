import { hostname } from 'node:os';
import { createTopicPublisher } from '@lectern/fanout';
import { isUsable, migrate } from '@lectern/postgres';
import {
  type Clock,
  createLogger,
  createMetrics,
  type Logger,
  type Metrics,
  type Service,
  systemClock,
} from '@lectern/runtime';
import { readTypeDefs } from '@lectern/schema';
import { createInternalClient, startSubgraph } from '@lectern/subgraph';
import DataLoader from 'dataloader';
import { Redis } from 'ioredis';
import type { ReportingConfig } from './config.ts';
import { createReportingOrm } from './db/orm.ts';
import type { RequestDeps } from './deps.ts';
import { createReportingEvents } from './events.ts';
import { createCourseAccess } from './exam/course-access.ts';
import { findExams } from './exam/exam.queries.ts';
import { registerExportRoute } from './export/export-route.ts';
import { createExportTokens } from './export/export-token.ts';
import { resolvers } from './graphql/resolvers.ts';
import { createLeaderboard } from './live/leaderboard.ts';
import { createLiveReader } from './live/live-reader.ts';
import { startProjector } from './live/start-projector.ts';

export type ReportingOverrides = { readonly logger?: Logger; readonly metrics?: Metrics; readonly clock?: Clock };

/** Starts everything reporting is made of; what has been started is released in reverse order, also when the start fails. */
export async function startReportingService(
  config: ReportingConfig,
  overrides: ReportingOverrides = {},
): Promise<Service> {
  await using stack = new AsyncDisposableStack();
  const logger = overrides.logger ?? createLogger('reporting', config.log);
  const metrics = overrides.metrics ?? createMetrics('reporting');
  const events = createReportingEvents(logger, metrics);
  const { redisUrl, redisPrefix: prefix, signingSecret } = config;

  const orm = stack.adopt(await createReportingOrm(config, logger), (opened) => opened.close(true));
  const { em } = orm;
  await migrate(orm);
  const redis = stack.adopt(createRedis(redisUrl, logger), (opened) => opened.disconnect());
  const urls = { course: config.courseUrl, identity: config.identityUrl };
  const client = stack.use(createInternalClient({ issuer: 'reporting', signingSecret, urls }));
  const publisher = stack.use(await createTopicPublisher({ redisUrl, prefix, logger }));

  const leaderboard = stack.use(createLeaderboard({ redis, prefix, em, logger }));
  const liveReader = createLiveReader(em, leaderboard);
  const courseAccess = createCourseAccess(client);
  const exportTokens = createExportTokens(signingSecret, overrides.clock ?? systemClock);
  const http = stack.use(
    await startSubgraph<RequestDeps>({
      name: 'reporting',
      typeDefs: readTypeDefs('reporting'),
      resolvers,
      signingSecret,
      host: config.host,
      port: config.port,
      logger,
      metrics,
      checks: { db: () => isUsable(orm), redis: () => redis.ping() },
      createContext: ({ viewer }) => ({
        viewer,
        examById: examLoader(em.fork()),
        courseAccess,
        liveReader,
        exportTokens,
      }),
      routes: (app, door) => registerExportRoute(app, door, { em, client, courseAccess, exportTokens, events }),
    }),
  );
  const consumer = `${hostname()}-${process.pid}`;
  const projection = { redisUrl, prefix, consumer, logger, metrics, em, leaderboard, liveReader, publisher, events };
  stack.use(await startProjector({ ...projection, intervalMs: config.liveIntervalMs }));

  logger.info({ url: http.url }, 'reporting is ready');
  const owned = stack.move();
  return { url: http.url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function examLoader(em: Parameters<typeof findExams>[0]): RequestDeps['examById'] {
  return new DataLoader(async (ids) => {
    const byId = new Map((await findExams(em, ids)).map((exam) => [exam.examId, exam]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/** Answers soon or fails soon: whoever asks has PostgreSQL to fall back on. */
function createRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 5_000,
  });
  redis.on('error', (error: Error) => logger.debug({ err: error }, 'redis is not reachable'));
  return redis;
}
