import { requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { findVisibleVideo } from '../video/visible-video.ts';
import { extendGrant, findGrant } from './grant.queries.ts';
import { grantEnd, isUsable } from './grant.ts';
import { grantToken, tokenHash } from './grant-token.ts';
import { playbackErrors } from './playback.errors.ts';
import type { GrantedPlayback } from './start-playback.ts';

type Deps = Pick<RequestDeps, 'em' | 'viewer' | 'requestId' | 'askCourseAccess' | 'clock' | 'signingSecret'>;

/** Makes the viewer's own grant last longer, if they may still watch the video; its addresses stay. */
export async function renewPlayback(deps: Deps, grantId: string): Promise<GrantedPlayback> {
  const viewer = requireUser(deps.viewer);
  const nowMs = deps.clock.now();
  const ended = () => playbackErrors.make('PLAYBACK_GRANT_ENDED');
  const grant = await findGrant(deps.em, grantId);
  if (!grant || !isUsable(grant, viewer.id, nowMs)) throw ended();
  // The platform's secret was changed since: its addresses cannot be made again.
  if (grant.tokenHash !== tokenHash(grantToken(grant.id, deps.signingSecret))) throw ended();
  const found = await findVisibleVideo(deps, grant.videoId);
  if (!found) throw ended();
  const expiresAt = grantEnd(nowMs);
  if (!(await extendGrant(deps.em, grant.id, expiresAt, new Date(nowMs)))) throw ended();
  return { grant: { ...grant, expiresAt }, video: found.video };
}
