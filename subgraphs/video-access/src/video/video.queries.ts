import { rows } from '@lectern/postgres';
import { isId } from '@lectern/runtime';
import type { Page } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Video, VideoSchema } from './video.entity.ts';
import { statusesBefore, type VideoStatus } from './video.ts';

export async function findVideo(em: EntityManager, id: string): Promise<Video | null> {
  return isId(id) ? em.findOne(VideoSchema, { id: id.toLowerCase() }) : null;
}

/** The videos of a course, newest first: `page.limit` of them. */
export async function listVideosOfCourse(em: EntityManager, courseId: string, page: Page): Promise<Video[]> {
  const [createdAt, id] = page.after ?? [];
  const isAfter = typeof createdAt === 'string' && typeof id === 'string' && isId(id);
  return em.find(
    VideoSchema,
    {
      courseId,
      ...(isAfter && {
        $or: [{ createdAt: { $lt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { $lt: id } }],
      }),
    },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: page.limit },
  );
}

export async function countVideosOfCourse(em: EntityManager, courseId: string): Promise<number> {
  return em.count(VideoSchema, { courseId });
}

export type StatusFacts = {
  readonly failureReason?: string;
  readonly durationSeconds?: number;
  readonly width?: number;
  readonly height?: number;
};

/** Moves the video to a status, if the table of transitions lets it; false when it does not or there is none. */
export async function changeStatus(
  em: EntityManager,
  videoId: string,
  to: VideoStatus,
  facts: StatusFacts = {},
): Promise<boolean> {
  const changed = await em.nativeUpdate(
    VideoSchema,
    { id: videoId, status: { $in: [...statusesBefore(to)] } },
    { status: to, ...facts },
  );
  return changed === 1;
}

/** Notes that files are to be removed; the note stays until they are gone. */
export async function noteFileRemoval(em: EntityManager, videoId: string, files: 'SOURCE' | 'ALL'): Promise<void> {
  await rows(
    em,
    'insert into video_access.file_removal (video_id, files) values (?, ?) on conflict do nothing returning video_id',
    [videoId, files],
  );
}
