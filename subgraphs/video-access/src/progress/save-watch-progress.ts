import type { VideoWatched } from '@lectern/events';
import { appendToOutbox, transaction } from '@lectern/postgres';
import { inputErrors, requireUser } from '@lectern/subgraph';
import { databaseSchema } from '../db/schema-name.ts';
import type { RequestDeps } from '../deps.ts';
import { playbackErrors } from '../playback/playback.errors.ts';
import { getVisibleVideo } from '../video/visible-video.ts';
import { lockProgress, type Progress, writeProgress } from './progress.queries.ts';
import { isNearlyAll, noteWatched, notWatched, watchedShare } from './watched.ts';

type Deps = Pick<RequestDeps, 'em' | 'viewer' | 'requestId' | 'askCourseAccess' | 'events'>;
type Report = { readonly videoId: string; readonly positionSeconds: number };

/** Notes where the viewer is. The first time that nearly all was watched, the fact goes out as an event. */
export async function saveWatchProgress(deps: Deps, report: Report): Promise<Progress> {
  const viewer = requireUser(deps.viewer);
  if (!(report.positionSeconds >= 0)) {
    const message = 'The position must be 0 or more seconds.';
    throw inputErrors.make('BAD_INPUT', { message, facts: { field: 'positionSeconds' } });
  }
  const { video } = await getVisibleVideo(deps, report.videoId);
  const durationSeconds = video.durationSeconds;
  if (video.status !== 'READY' || durationSeconds == null) {
    throw playbackErrors.make('VIDEO_NOT_READY', { facts: { status: video.status } });
  }
  const { progress, isFirstCompletion } = await transaction(deps.em, async (em) => {
    const known = await lockProgress(em, viewer.id, video.id);
    const elapsedSeconds = known?.elapsedSeconds ?? 0;
    const watched = noteWatched(known ?? notWatched, { ...report, elapsedSeconds, durationSeconds });
    const share = watchedShare(watched.stretches, durationSeconds);
    const isCompleted = isNearlyAll(share);
    const isFirst = isCompleted && !known?.isCompleted;
    const ids = { viewerId: viewer.id, videoId: video.id };
    const written = await writeProgress(em, { ...watched, ...ids, watchedPercent: share * 100, isCompleted });
    if (isFirst) {
      const payload: VideoWatched['payload'] = { ...ids, courseId: video.courseId };
      await appendToOutbox(em, databaseSchema, 'video.events', { type: 'video.video.watched.v1', payload });
    }
    return { progress: written, isFirstCompletion: isFirst };
  });
  if (isFirstCompletion) deps.events.videoWatched({ videoId: video.id, viewerId: viewer.id });
  return progress;
}
