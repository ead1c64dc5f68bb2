import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { listProgress, type Progress } from '../progress/progress.queries.ts';

/** The progress of one viewer, by the video's id; null when they have not begun. */
export type ProgressLoader = DataLoader<string, Progress | null>;

export function createProgressLoader(em: EntityManager, viewerId: string | null): ProgressLoader {
  return new DataLoader(async (videoIds) => {
    const found = viewerId === null ? [] : await listProgress(em, viewerId, videoIds);
    const byVideo = new Map(found.map((progress) => [progress.videoId, progress]));
    return videoIds.map((id) => byVideo.get(id) ?? null);
  });
}
