import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { VideoAccessEvents } from '../events.ts';
import { changeStatus } from '../video/video.queries.ts';

export type FinishUploadDeps = {
  readonly em: EntityManager;
  readonly events: VideoAccessEvents;
  /** A transcode job is waiting. */
  readonly noticeJob: () => void;
};

/** The file of a video arrived whole: from here on it is being made ready. Safe to repeat. */
export async function finishUpload(deps: FinishUploadDeps, videoId: string): Promise<void> {
  const isFinished = await transaction(deps.em, async (em) => {
    if (!(await changeStatus(em, videoId, 'TRANSCODING'))) return false;
    await rows(
      em,
      'insert into video_access.transcode_job (video_id) values (?) on conflict do nothing returning video_id',
      [videoId],
    );
    return true;
  });
  if (!isFinished) return;
  deps.events.uploadFinished({ videoId });
  deps.noticeJob();
}
