import { randomInt } from 'node:crypto';
import { startOutboxRelay } from '@lectern/event-stream';
import { createTopicPublisher } from '@lectern/fanout';
import { isUsable, migrate } from '@lectern/postgres';
import { createMetrics, type Logger, type Metrics, type Service, systemClock } from '@lectern/runtime';
import { readTypeDefs } from '@lectern/schema';
import { createInternalClient, startSubgraph } from '@lectern/subgraph';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Redis } from 'ioredis';
import { createCourseDoor } from './access/course-door.ts';
import { createPeopleDoor } from './access/people-door.ts';
import { createClassStatistics } from './analysis/class-statistics.ts';
import { createItemAnalyses } from './analysis/item-analysis.ts';
import { createKnownAttempts } from './attempt/known-attempts.ts';
import { createPresenceWriter } from './attempt/presence-writer.ts';
import { publishMissedResults } from './attempt/publish-missed-results.ts';
import { createResultPublisher } from './attempt/result-publisher.ts';
import { createRoomReader } from './attempt/room-reader.ts';
import { tellingRooms } from './attempt/tell-endings.ts';
import { writePresence } from './attempt/write-presence.ts';
import type { ExamConfig } from './config.ts';
import { createExamOrm, schemaName } from './db/orm.ts';
import type { RequestDeps, ServiceDeps } from './deps.ts';
import { createExamEvents, type ExamEvents, observeWriter } from './events.ts';
import { createCodeTries } from './exam/access-code.ts';
import { createReaders } from './graphql/readers.ts';
import { requestDepsOf } from './graphql/request-deps.ts';
import { resolvers } from './graphql/resolvers.ts';
import { createIllustrationLinks } from './illustration/illustration-links.ts';
import { registerIllustrationRoute } from './illustration/illustration-route.ts';
import { createFileWork } from './import/file-work.ts';
import { createExamLogger } from './logger.ts';
import { createScriptCounter } from './marking/script-counts.ts';
import { createPaperCache } from './paper/paper-cache.ts';
import { createRoomPublisher, type RoomPublisher } from './room/room-publisher.ts';
import { createExamWriter } from './writer/exam-writer.ts';
import { createWriterPool } from './writer/writer-pool.ts';

/** What a test may put in place of the real thing. */
export type ExamOverrides = {
  readonly logger?: Logger;
  readonly newSeed?: () => number;
};

/** 5 MB of a file in base64, and the rest of the operation. */
const bodyLimit = 8 * 1024 * 1024;
const pingTimeoutMs = 1_000;

/** Starts the exam subgraph; migrations first. Everything it opened is closed when it is disposed, or fails to start. */
export async function startExamService(config: ExamConfig, overrides: ExamOverrides = {}): Promise<Service> {
  await using stack = new AsyncDisposableStack();
  const logger = overrides.logger ?? createExamLogger(config.log);
  const metrics = createMetrics('exam');
  const orm = stack.adopt(await createExamOrm(config.dbUrl, config.dbPoolMax, logger), (it) => it.close(true));
  await migrate(orm);
  const { redisUrl, redisPrefix: prefix, dbUrl } = config;
  stack.use(await startOutboxRelay({ dbUrl, schema: schemaName, redisUrl, prefix, logger, metrics }));
  const redis = stack.use(createPing(redisUrl));
  const deps = await createServiceDeps(config, overrides, { stack, orm, logger, metrics });
  const ofRequest = requestDepsOf(deps, () => orm.em.fork());

  const service = await startSubgraph<RequestDeps>({
    name: 'exam',
    typeDefs: readTypeDefs('exam'),
    resolvers,
    signingSecret: config.signingSecret,
    host: config.host,
    port: config.port,
    logger,
    metrics,
    bodyLimit,
    checks: { database: () => isUsable(orm), redis: () => redis.ping() },
    routes: (app, door) =>
      registerIllustrationRoute(app, door, { em: () => orm.em.fork(), links: deps.illustrationLinks }),
    createContext: ({ viewer }) => ofRequest(viewer),
  });
  stack.use(service);
  const resources = stack.move();
  return { url: service.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

type Wiring = {
  readonly stack: AsyncDisposableStack;
  readonly orm: MikroORM;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

async function createServiceDeps(
  config: ExamConfig,
  { newSeed = randomSeed }: ExamOverrides,
  { stack, orm, logger, metrics }: Wiring,
): Promise<ServiceDeps> {
  const { signingSecret, courseUrl, identityUrl, redisUrl, redisPrefix: prefix } = config;
  const em = () => orm.em.fork();
  const events = createExamEvents(logger, metrics);
  const papers = createPaperCache(em);
  const urls = { course: courseUrl, identity: identityUrl };
  const client = stack.use(createInternalClient({ issuer: 'exam', signingSecret, urls }));
  const live = stack.use(await createTopicPublisher({ redisUrl, prefix, logger }));
  const rooms = stack.use(createRoomPublisher({ em, live, events }));
  const presence = stack.use(createPresence(em, rooms, events));
  const illustrationLinks = createIllustrationLinks(signingSecret, systemClock);
  const statistics = createClassStatistics(em, papers);
  const results = stack.use(tellingRooms(createResultPublisher({ em, papers, statistics, live, events }), rooms));
  stack.use(await publishMissedResults({ redisUrl, prefix, logger, metrics, results }));
  const pool = stack.adopt(createWriterPool(config.dbUrl, config.answers.writers, logger), (it) => it.end());
  const parts = { pool, em, papers, results, events, clock: systemClock };
  const writer = stack.use(createExamWriter({ ...config.answers, ...parts }));
  observeWriter(metrics, writer.depth);
  return {
    course: createCourseDoor(client),
    people: createPeopleDoor(client),
    fileWork: createFileWork(),
    papers,
    knownAttempts: createKnownAttempts(em),
    writer,
    readers: createReaders(em),
    codeTries: createCodeTries(systemClock),
    results,
    rooms,
    roomReader: createRoomReader(em),
    presence,
    statistics,
    itemAnalyses: createItemAnalyses(em, papers),
    scriptCounter: createScriptCounter(em),
    events,
    illustrationLinks,
    newSeed,
  };
}

function createPresence(em: () => EntityManager, rooms: RoomPublisher, events: ExamEvents) {
  return createPresenceWriter({
    async write(batch) {
      for (const examId of await writePresence(em(), batch)) rooms.touch(examId);
    },
    clock: systemClock,
    onFailure: (error, lost) => events.presenceLost({ incidentCount: lost.incidents, error }),
  });
}

/** A connection for `/readyz` alone; exams themselves go on without Redis. */
function createPing(url: string): Disposable & { ping(): Promise<string> } {
  const redis = new Redis(url, { commandTimeout: pingTimeoutMs, maxRetriesPerRequest: 1 });
  // That it is away is what ping tells; unheard, the event would end the process.
  redis.on('error', () => undefined);
  return { ping: () => redis.ping(), [Symbol.dispose]: () => redis.disconnect() };
}

function randomSeed(): number {
  return randomInt(-2_147_483_648, 2_147_483_648);
}
