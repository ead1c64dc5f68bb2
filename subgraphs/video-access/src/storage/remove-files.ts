import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { UploadStore } from '../upload/upload-store.ts';
import type { MediaStorage } from './media-storage.ts';

export type RemoveFilesDeps = {
  readonly em: EntityManager;
  readonly uploads: UploadStore;
  readonly storage: MediaStorage;
};

const batch = 100;

/** Removes the files that were noted for it; a note goes when its files are gone. Safe to repeat. */
export async function removeFiles(deps: RemoveFilesDeps): Promise<void> {
  const notes = await rows<{ videoId: string; files: 'SOURCE' | 'ALL' }>(
    deps.em,
    `select video_id as "videoId", files from video_access.file_removal limit ${batch}`,
  );
  for (const { videoId, files } of notes) {
    await deps.uploads.remove(videoId);
    if (files === 'ALL') await deps.storage.remove(videoId);
    await rows(deps.em, 'delete from video_access.file_removal where video_id = ? and files = ? returning video_id', [
      videoId,
      files,
    ]);
  }
}
