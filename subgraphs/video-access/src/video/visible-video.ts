import { isSignedIn } from '@lectern/request-signing';
import { hasRole } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import type { Video } from './video.entity.ts';
import { videoErrors } from './video.errors.ts';
import { findVideo } from './video.queries.ts';
import { canSee, teaches } from './video.ts';

export type VisibleVideo = { readonly video: Video; readonly isTaught: boolean };

type Deps = Pick<RequestDeps, 'em' | 'viewer' | 'requestId' | 'askCourseAccess'>;

/** The video, if the viewer is enrolled in its course or teaches it; null as if there were none otherwise. */
export async function findVisibleVideo(deps: Deps, id: string): Promise<VisibleVideo | null> {
  if (!isSignedIn(deps.viewer)) return null;
  const video = await findVideo(deps.em, id);
  if (!video) return null;
  const access = await deps.askCourseAccess(video.courseId, deps.viewer.id, deps.requestId);
  const isAdmin = hasRole(deps.viewer, 'ADMIN');
  return canSee(access, isAdmin) ? { video, isTaught: teaches(access, isAdmin) } : null;
}

export async function getVisibleVideo(deps: Deps, id: string): Promise<VisibleVideo> {
  const found = await findVisibleVideo(deps, id);
  if (!found) throw videoErrors.make('VIDEO_NOT_FOUND');
  return found;
}
