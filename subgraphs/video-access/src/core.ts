import { join } from 'node:path';
import { migrate } from '@lectern/postgres';
import { type Clock, createLogger, createMetrics } from '@lectern/runtime';
import { createInternalClient } from '@lectern/subgraph';
import type { VideoAccessConfig } from './config.ts';
import { createVideoAccessOrm } from './db/orm.ts';
import { createEvents } from './events.ts';
import { createLocalStorage } from './storage/local-storage.ts';
import { findVideoTools } from './transcode/find-tools.ts';
import { finishUpload } from './upload/finish-upload.ts';
import { createTusUploads } from './upload/tus-uploads.ts';
import { createCourseAccess } from './video/course-access.ts';

export const serviceName = 'video-access';

export type Core = Awaited<ReturnType<typeof openCore>>;

/** Opens what requests and background work share; what must be released goes to `resources`. */
export async function openCore(config: VideoAccessConfig, clock: Clock, resources: AsyncDisposableStack) {
  const logger = createLogger(serviceName, config.log);
  const metrics = createMetrics(serviceName);
  const events = createEvents(logger, metrics);
  const tools = await findVideoTools(config.tools);
  const orm = await createVideoAccessOrm(config.dbUrl, logger);
  resources.defer(() => orm.close(true));
  await migrate(orm);
  const fork = () => orm.em.fork();
  const client = resources.use(
    createInternalClient({
      issuer: serviceName,
      signingSecret: config.signingSecret,
      urls: { course: config.courseUrl },
    }),
  );
  // Hung up by the background work, which starts after all that may ring.
  const bells: { job?: () => void; fileRemoval?: () => void } = {};
  const noticeJob = () => bells.job?.();
  const uploads = await createTusUploads({
    folder: join(config.storagePath, 'uploads'),
    bytesMax: config.uploadBytesMax,
    expiryHours: config.uploadExpiryHours,
    clock,
    onFinish: (videoId) => finishUpload({ em: fork(), events, noticeJob }, videoId),
  });
  return {
    ...{ config, clock, logger, metrics, events, tools, orm, fork, uploads, bells, noticeJob },
    noticeFileRemoval: () => bells.fileRemoval?.(),
    storage: await createLocalStorage(join(config.storagePath, 'videos')),
    askCourseAccess: createCourseAccess(client),
  };
}
