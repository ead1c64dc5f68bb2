import { Readable } from 'node:stream';
import { isSignedIn } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';
import type { Door } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VideoAccessEvents } from '../events.ts';
import type { MediaStorage } from '../storage/media-storage.ts';
import { findContentKey } from '../transcode/content-key.ts';
import { readByteRange } from './byte-range.ts';
import { findGrantByTokenHash } from './grant.queries.ts';
import { type Grant, isUsable } from './grant.ts';
import { createGrantCache } from './grant-cache.ts';
import { isGrantToken } from './grant-token.ts';
import { contentTypeOf, type MediaFile, type MediaRequest, readMediaPath } from './media-path.ts';
import { playbackErrors } from './playback.errors.ts';

export type PlaybackRoutesDeps = {
  readonly fork: () => EntityManager;
  readonly storage: MediaStorage;
  readonly clock: Clock;
  readonly events: VideoAccessEvents;
};

type MediaParams = { Params: { token: string; '*': string } };

/** Playlists, segments, keys and posters below a grant. Every request is checked on its own. */
export function addPlaybackRoutes(app: FastifyInstance, door: Door, deps: PlaybackRoutesDeps): void {
  const findGrant = createGrantCache((hash) => findGrantByTokenHash(deps.fork(), hash));

  app.get<MediaParams>('/media/play/:token/*', async (request, reply) => {
    const { viewer } = door.verify(request, 'stream');
    const { grant, file } = await permit(request, isSignedIn(viewer) ? viewer.id : null);
    // A browser may keep a file but asks again before each use, so that nothing outlives its grant.
    reply.headers({ 'cache-control': 'private, no-cache', 'x-content-type-options': 'nosniff' });
    reply.type(contentTypeOf(file.kind));
    return file.kind === 'KEY' ? sendKey(reply, grant) : sendFile(request, reply, grant, file);
  });

  async function permit(
    request: FastifyRequest<MediaParams>,
    viewerId: string | null,
  ): Promise<{ grant: Grant; file: MediaRequest }> {
    const { token, '*': path } = request.params;
    const file = readMediaPath(path);
    const grant = file && viewerId !== null && isGrantToken(token) ? await findGrant(token) : null;
    if (file && grant && viewerId !== null && isUsable(grant, viewerId, deps.clock.now())) return { grant, file };
    const reason = viewerId === null ? 'nobody is signed in' : file ? 'no such grant' : 'no such path';
    deps.events.mediaRefused({ requestId: request.id, reason: grant ? 'ended or of another viewer' : reason });
    throw playbackErrors.make('MEDIA_FORBIDDEN');
  }

  async function sendKey(reply: FastifyReply, grant: Grant): Promise<FastifyReply> {
    const key = await findContentKey(deps.fork(), grant.videoId);
    if (!key) throw playbackErrors.make('MEDIA_NOT_FOUND');
    return reply.header('cache-control', 'private, no-store').send(key);
  }

  async function sendFile(
    request: FastifyRequest,
    reply: FastifyReply,
    grant: Grant,
    media: MediaFile,
  ): Promise<FastifyReply> {
    const file = await deps.storage.open(grant.videoId, media.path);
    if (!file) throw playbackErrors.make('MEDIA_NOT_FOUND');
    const etag = `"${file.version}"`;
    reply.headers({ etag, 'accept-ranges': 'bytes' });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const range = readByteRange(request.headers.range, file.sizeBytes);
    if (range === 'UNSATISFIABLE') {
      return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send();
    }
    if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
    reply.header('content-length', range ? range.end - range.start + 1 : file.sizeBytes);
    return reply.send(request.method === 'HEAD' ? Readable.from([]) : file.read(range));
  }
}
