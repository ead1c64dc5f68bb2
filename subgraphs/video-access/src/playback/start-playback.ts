import { transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import type { Video } from '../video/video.entity.ts';
import { getVisibleVideo } from '../video/visible-video.ts';
import { addGrant } from './grant.queries.ts';
import { type Grant, grantEnd } from './grant.ts';
import { grantToken, tokenHash } from './grant-token.ts';
import { playbackErrors } from './playback.errors.ts';

type Deps = Pick<
  RequestDeps,
  'em' | 'viewer' | 'requestId' | 'askCourseAccess' | 'clock' | 'events' | 'signingSecret' | 'playbacksMax'
>;

export type GrantedPlayback = { readonly grant: Grant; readonly video: Video };

/** Grants a viewer watching a video for ten minutes; the oldest of too many playbacks ends. */
export async function startPlayback(deps: Deps, videoId: string): Promise<GrantedPlayback> {
  const viewer = requireUser(deps.viewer);
  const { video } = await getVisibleVideo(deps, videoId);
  if (video.status !== 'READY') throw playbackErrors.make('VIDEO_NOT_READY', { facts: { status: video.status } });

  const nowMs = deps.clock.now();
  const grant: Grant = { id: newId(nowMs), videoId: video.id, viewerId: viewer.id, expiresAt: grantEnd(nowMs) };
  const hash = tokenHash(grantToken(grant.id, deps.signingSecret));
  await transaction(deps.em, (em) =>
    addGrant(em, { ...grant, tokenHash: hash, createdAt: new Date(nowMs) }, deps.playbacksMax),
  );
  deps.events.playbackGranted({ videoId: video.id, viewerId: viewer.id, grantId: grant.id });
  return { grant, video };
}
