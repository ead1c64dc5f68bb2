import { type Door, requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { videoErrors } from '../video/video.errors.ts';
import { findVideo } from '../video/video.queries.ts';
import type { TusUploads } from './tus-uploads.ts';
import { uploadsPath } from './upload-url.ts';

export type UploadRoutesDeps = { readonly fork: () => EntityManager; readonly uploads: TusUploads };

/** Uploads by the tus protocol: asking how far one is, and going on with it, by whoever made the video. */
export function addUploadRoutes(app: FastifyInstance, door: Door, deps: UploadRoutesDeps): void {
  // The body goes to disk as it comes.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  // A file of some gigabytes takes longer than any other request may; the gateway watches slow senders.
  app.server.requestTimeout = 0;
  const running = new Set<() => void>();
  // A client goes on where it was with the next process; waiting for gigabytes would hold up the stop.
  app.addHook('preClose', async () => {
    for (const end of running) end();
  });

  app.route<{ Params: { videoId: string } }>({
    method: ['HEAD', 'PATCH', 'OPTIONS'],
    url: `${uploadsPath}/:videoId`,
    async handler(request, reply) {
      const { viewer } = door.verify(request, 'stream');
      const creator = requireUser(viewer);
      const video = await findVideo(deps.fork(), request.params.videoId);
      if (video?.creatorId !== creator.id) throw videoErrors.make('VIDEO_NOT_FOUND');
      const end = () => void request.raw.destroy();
      running.add(end);
      reply.hijack();
      try {
        await deps.uploads.handle(request.raw, reply.raw);
      } finally {
        running.delete(end);
      }
    },
  });
}
