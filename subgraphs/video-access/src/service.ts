import { join } from 'node:path';
import { startOutboxRelay, startStreamConsumer } from '@lectern/event-stream';
import type { CourseEvent } from '@lectern/events';
import { isUsable, migrate } from '@lectern/postgres';
import { isSignedIn } from '@lectern/request-signing';
import { type Clock, createLogger, createMetrics, newId, type Service, systemClock } from '@lectern/runtime';
import { readTypeDefs } from '@lectern/schema';
import { createInternalClient, type SubgraphRequest, startSubgraph } from '@lectern/subgraph';
import { Redis } from 'ioredis';
import type { VideoAccessConfig } from './config.ts';
import { createVideoAccessOrm } from './db/orm.ts';
import { databaseSchema } from './db/schema-name.ts';
import type { RequestDeps, ServiceDeps } from './deps.ts';
import { createEvents } from './events.ts';
import { createProgressLoader } from './graphql/loaders.ts';
import { resolvers } from './graphql/resolvers.ts';
import { endGrantsOnWithdrawal } from './playback/end-grants.ts';
import { deleteEndedGrants } from './playback/grant.queries.ts';
import { addPlaybackRoutes } from './playback/playback-routes.ts';
import { createLocalStorage } from './storage/local-storage.ts';
import { removeFiles } from './storage/remove-files.ts';
import { findVideoTools } from './transcode/find-tools.ts';
import { startTranscodeWorker, type TranscodeWorker } from './transcode/transcode-worker.ts';
import { startUpkeep, type Upkeep } from './upkeep.ts';
import { finishUpload } from './upload/finish-upload.ts';
import { sweepUploads } from './upload/sweep-uploads.ts';
import { createTusUploads } from './upload/tus-uploads.ts';
import { addUploadRoutes } from './upload/upload-routes.ts';
import { createCourseAccess } from './video/course-access.ts';

/** What tests replace. */
export type VideoAccessOverrides = { readonly clock?: Clock };

const name = 'video-access';
const upkeepEveryMs = 60_000;

/** Wires and starts the service; everything it opened is released in reverse order, also when the start fails. */
export async function startVideoAccessService(
  config: VideoAccessConfig,
  overrides: VideoAccessOverrides = {},
): Promise<Service> {
  await using resources = new AsyncDisposableStack();
  const clock = overrides.clock ?? systemClock;
  const logger = createLogger(name, config.log);
  const metrics = createMetrics(name);
  const events = createEvents(logger, metrics);
  const tools = await findVideoTools(config.tools);

  const orm = await createVideoAccessOrm(config.dbUrl, logger);
  resources.defer(() => orm.close(true));
  await migrate(orm);
  const fork = () => orm.em.fork();
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, connectTimeout: 2_000 });
  redis.on('error', (error) => logger.debug({ err: error }, 'redis'));
  resources.defer(() => redis.disconnect());
  const client = resources.use(
    createInternalClient({
      issuer: name,
      signingSecret: config.signingSecret,
      urls: { course: config.courseUrl },
    }),
  );

  // The worker and the upkeep hear of work from what is made before them.
  const running: { worker?: TranscodeWorker; upkeep?: Upkeep } = {};
  const noticeJob = () => running.worker?.notice();
  const noticeFileRemoval = () => running.upkeep?.notice();
  const storage = await createLocalStorage(join(config.storagePath, 'videos'));
  const uploads = await createTusUploads({
    folder: join(config.storagePath, 'uploads'),
    bytesMax: config.uploadBytesMax,
    expiryHours: config.uploadExpiryHours,
    clock,
    onFinish: (videoId) => finishUpload({ em: fork(), events, noticeJob }, videoId),
  });
  const serviceDeps: ServiceDeps = {
    clock,
    events,
    uploads,
    askCourseAccess: createCourseAccess(client),
    signingSecret: config.signingSecret,
    uploadBytesMax: config.uploadBytesMax,
    playbacksMax: config.playbacksMax,
    noticeFileRemoval,
  };

  const streams = { redisUrl: config.redisUrl, prefix: config.redisPrefix, logger, metrics };
  resources.use(await startOutboxRelay({ ...streams, dbUrl: config.dbUrl, schema: databaseSchema }));
  resources.use(
    await startStreamConsumer<CourseEvent>({
      ...streams,
      stream: 'course.events',
      group: name,
      consumer: newId(),
      handle: (event) => endGrantsOnWithdrawal(fork(), event),
    }),
  );
  running.upkeep = resources.use(
    startUpkeep({
      everyMs: upkeepEveryMs,
      logger,
      chores: {
        'sweep uploads': () =>
          sweepUploads({
            em: fork(),
            events,
            noticeJob,
            uploads,
            uploadExpiryHours: config.uploadExpiryHours,
            nowMs: clock.now,
          }),
        'remove files': () => removeFiles({ em: fork(), uploads, storage }),
        'forget ended grants': () => deleteEndedGrants(fork(), new Date(clock.now())),
      },
    }),
  );
  running.worker = resources.use(
    startTranscodeWorker({
      fork,
      events,
      logger,
      tools,
      uploads,
      storage,
      workPath: join(config.storagePath, 'work'),
      leaseSeconds: config.transcodeLeaseSeconds,
      timeoutMs: config.transcodeTimeoutMinutes * 60_000,
      attemptsMax: config.transcodeAttemptsMax,
      concurrency: config.transcodeConcurrency,
      noticeFileRemoval,
    }),
  );
  const http = resources.use(
    await startSubgraph<RequestDeps>({
      name,
      typeDefs: readTypeDefs(name),
      resolvers,
      signingSecret: config.signingSecret,
      host: config.host,
      port: config.port,
      logger,
      metrics,
      checks: { database: () => isUsable(orm), redis: () => redis.ping() },
      createContext: ({ viewer, requestId }: SubgraphRequest) => {
        const em = fork();
        const progressOf = createProgressLoader(em, isSignedIn(viewer) ? viewer.id : null);
        return { ...serviceDeps, viewer, requestId, em, progressOf };
      },
      routes(app, door) {
        addUploadRoutes(app, door, { fork, uploads });
        addPlaybackRoutes(app, door, { fork, storage, clock, events });
      },
    }),
  );
  const owned = resources.move();
  return { url: http.url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
