import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { changeStatus, noteFileRemoval } from '../video/video.queries.ts';
import { type FinishUploadDeps, finishUpload } from './finish-upload.ts';
import type { UploadStore } from './upload-store.ts';

export type SweepUploadsDeps = FinishUploadDeps & {
  readonly uploads: UploadStore;
  readonly uploadExpiryHours: number;
  readonly nowMs: () => number;
};

const batch = 200;

/**
 * Ends uploads that were abandoned, and finishes those whose last byte arrived when the process died before it could
 * note it.
 */
export async function sweepUploads(deps: SweepUploadsDeps): Promise<void> {
  const expiredBefore = new Date(deps.nowMs() - deps.uploadExpiryHours * 3_600_000);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const waiting = await listUploading(deps.em, after);
    for (const video of waiting) {
      after = video.id;
      if ((await deps.uploads.receivedBytes(video.id)) === Number(video.sizeBytes)) await finishUpload(deps, video.id);
      else if (video.createdAt < expiredBefore) await expireUpload(deps, video.id);
    }
    if (waiting.length < batch) return;
  }
}

async function listUploading(em: EntityManager, after: string) {
  return rows<{ id: string; sizeBytes: string; createdAt: Date }>(
    em,
    `select id, size_bytes as "sizeBytes", created_at as "createdAt" from video_access.video
     where status = 'UPLOADING' and id > ? order by id limit ${batch}`,
    [after],
  );
}

async function expireUpload(deps: SweepUploadsDeps, videoId: string): Promise<void> {
  const isExpired = await transaction(deps.em, async (em) => {
    const failureReason = `The file did not arrive whole within ${deps.uploadExpiryHours} hours.`;
    if (!(await changeStatus(em, videoId, 'FAILED', { failureReason }))) return false;
    await noteFileRemoval(em, videoId, 'SOURCE');
    return true;
  });
  if (isExpired) deps.events.uploadExpired({ videoId });
}
