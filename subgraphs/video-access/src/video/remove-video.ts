import { transaction } from '@lectern/postgres';
import { accessErrors, requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { VideoSchema } from './video.entity.ts';
import { noteFileRemoval } from './video.queries.ts';
import { getVisibleVideo } from './visible-video.ts';

type Deps = Pick<RequestDeps, 'em' | 'viewer' | 'requestId' | 'askCourseAccess' | 'events' | 'noticeFileRemoval'>;

/** Removes a video, its grants and progress at once, its files soon after. Returns its id. */
export async function removeVideo(deps: Deps, videoId: string): Promise<string> {
  const remover = requireUser(deps.viewer);
  const { video, isTaught } = await getVisibleVideo(deps, videoId);
  if (!isTaught) throw accessErrors.make('FORBIDDEN');
  await transaction(deps.em, async (em) => {
    await em.nativeDelete(VideoSchema, { id: video.id });
    await noteFileRemoval(em, video.id, 'ALL');
  });
  deps.noticeFileRemoval();
  deps.events.videoRemoved({ videoId: video.id, removerId: remover.id });
  return video.id;
}
