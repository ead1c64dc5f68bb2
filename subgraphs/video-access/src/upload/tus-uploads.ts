import { mkdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '@lectern/runtime';
import { FileStore } from '@tus/file-store';
import { Server, Upload } from '@tus/server';
import type { UploadStore } from './upload-store.ts';
import { uploadsPath } from './upload-url.ts';

export type TusSettings = {
  readonly folder: string;
  readonly bytesMax: number;
  readonly expiryHours: number;
  readonly clock: Clock;
  /** A file arrived whole. It may be called again for the same file. */
  readonly onFinish: (videoId: string) => Promise<void>;
};

export type TusUploads = UploadStore & {
  /** Answers one request of the tus protocol; who may send it was decided before. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
};

/**
 * Uploads on the local disk, by the tus protocol. Its lock on an upload is in memory: all requests of one upload must
 * reach the same process, as they do when the disk is this machine's.
 */
export async function createTusUploads(settings: TusSettings): Promise<TusUploads> {
  await mkdir(settings.folder, { recursive: true });
  const store = new FileStore({
    directory: settings.folder,
    expirationPeriodInMilliseconds: settings.expiryHours * 3_600_000,
  });
  const server = new Server({
    path: uploadsPath,
    datastore: store,
    maxSize: settings.bytesMax,
    relativeLocation: true,
    // The gateway says which origins may read answers.
    allowedOrigins: [],
    async onUploadFinish(_request, upload) {
      await settings.onFinish(upload.id);
      return {};
    },
  });
  const pathOf = (videoId: string) => join(settings.folder, videoId);
  return {
    pathOf,
    async create(videoId, sizeBytes) {
      const creation_date = new Date(settings.clock.now()).toISOString();
      await store.create(new Upload({ id: videoId, size: sizeBytes, offset: 0, creation_date }));
    },
    async receivedBytes(videoId) {
      try {
        return (await stat(pathOf(videoId))).size;
      } catch {
        return null;
      }
    },
    async remove(videoId) {
      await rm(pathOf(videoId), { force: true });
      await rm(`${pathOf(videoId)}.json`, { force: true });
    },
    handle: (request, response) => server.handle(request, response),
  };
}
