import { join } from 'node:path';
import { startOutboxRelay, startStreamConsumer } from '@lectern/event-stream';
import type { CourseEvent } from '@lectern/events';
import { newId } from '@lectern/runtime';
import type { Core } from './core.ts';
import { databaseSchema } from './db/schema-name.ts';
import { endGrantsOnWithdrawal } from './playback/end-grants.ts';
import { deleteEndedGrants } from './playback/grant.queries.ts';
import { removeFiles } from './storage/remove-files.ts';
import { startTranscodeWorker } from './transcode/transcode-worker.ts';
import { startUpkeep } from './upkeep.ts';
import { sweepUploads } from './upload/sweep-uploads.ts';

const upkeepEveryMs = 60_000;

/** Starts what goes on beside requests: events out and in, upkeep, and making videos ready. */
export async function startBackground(core: Core, resources: AsyncDisposableStack): Promise<void> {
  const { config, logger, metrics, fork } = core;
  const streams = { redisUrl: config.redisUrl, prefix: config.redisPrefix, logger, metrics };
  resources.use(await startOutboxRelay({ ...streams, dbUrl: config.dbUrl, schema: databaseSchema }));
  resources.use(
    await startStreamConsumer<CourseEvent>({
      ...streams,
      stream: 'course.events',
      group: 'video-access',
      consumer: newId(),
      handle: (event) => endGrantsOnWithdrawal(fork(), event),
    }),
  );
  core.bells.fileRemoval = resources.use(startVideoUpkeep(core)).notice;
  core.bells.job = resources.use(startWorker(core)).notice;
}

function startVideoUpkeep(core: Core) {
  const { config, events, uploads, storage, clock, fork } = core;
  return startUpkeep({
    everyMs: upkeepEveryMs,
    logger: core.logger,
    chores: {
      'sweep uploads': () =>
        sweepUploads({
          em: fork(),
          events,
          uploads,
          noticeJob: core.noticeJob,
          uploadExpiryHours: config.uploadExpiryHours,
          nowMs: clock.now,
        }),
      'remove files': () => removeFiles({ em: fork(), uploads, storage }),
      'forget ended grants': () => deleteEndedGrants(fork(), new Date(clock.now())),
    },
  });
}

function startWorker(core: Core) {
  const { config, fork, events, logger, tools, uploads, storage, noticeFileRemoval } = core;
  return startTranscodeWorker({
    fork,
    events,
    logger,
    tools,
    uploads,
    storage,
    noticeFileRemoval,
    workPath: join(config.storagePath, 'work'),
    leaseSeconds: config.transcodeLeaseSeconds,
    timeoutMs: config.transcodeTimeoutMinutes * 60_000,
    attemptsMax: config.transcodeAttemptsMax,
    concurrency: config.transcodeConcurrency,
  });
}
