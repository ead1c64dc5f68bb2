import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Stretch, Watched } from './watched.ts';

/** How far one viewer has watched one video. */
export type Progress = {
  readonly videoId: string;
  readonly positionSeconds: number;
  /** 0 to 100 */
  readonly watchedPercent: number;
  readonly isCompleted: boolean;
  readonly updatedAt: Date;
};

const columns = `video_id as "videoId", position_seconds as "positionSeconds", watched_percent as "watchedPercent",
  completed_at is not null as "isCompleted", updated_at as "updatedAt"`;

export async function listProgress(
  em: EntityManager,
  viewerId: string,
  videoIds: readonly string[],
): Promise<Progress[]> {
  return rows<Progress>(
    em,
    `select ${columns} from video_access.watch_progress where viewer_id = ? and video_id = any(?::uuid[])`,
    [viewerId, videoIds],
  );
}

export type LockedProgress = Watched & {
  readonly isCompleted: boolean;
  /** Since it was last noted, by the database's clock. */
  readonly elapsedSeconds: number;
};

/** Locks the viewer's progress against a second report at the same time; null when this is the first. */
export async function lockProgress(
  em: EntityManager,
  viewerId: string,
  videoId: string,
): Promise<LockedProgress | null> {
  await rows(em, "select pg_advisory_xact_lock(hashtextextended('video_access.progress:' || ? || ?, 0))", [
    viewerId,
    videoId,
  ]);
  const [found] = await rows<Omit<LockedProgress, 'stretches'> & { stretches: Stretch[] }>(
    em,
    `select position_seconds as "positionSeconds", stretches, credit_seconds as "creditSeconds",
       completed_at is not null as "isCompleted",
       extract(epoch from clock_timestamp() - updated_at)::float8 as "elapsedSeconds"
     from video_access.watch_progress where viewer_id = ? and video_id = ?`,
    [viewerId, videoId],
  );
  return found ?? null;
}

export type ProgressToWrite = Watched & {
  readonly viewerId: string;
  readonly videoId: string;
  readonly watchedPercent: number;
  readonly isCompleted: boolean;
};

/** Writes progress; once completed, a video stays so. */
export async function writeProgress(em: EntityManager, progress: ProgressToWrite): Promise<Progress> {
  const [written] = await rows<Progress>(
    em,
    `insert into video_access.watch_progress as known
       (viewer_id, video_id, position_seconds, stretches, credit_seconds, watched_percent, completed_at, updated_at)
     values (?, ?, ?, ?::jsonb, ?, ?, case when ? then clock_timestamp() end, clock_timestamp())
     on conflict (viewer_id, video_id) do update set
       position_seconds = excluded.position_seconds, stretches = excluded.stretches,
       credit_seconds = excluded.credit_seconds, watched_percent = excluded.watched_percent,
       completed_at = coalesce(known.completed_at, excluded.completed_at), updated_at = excluded.updated_at
     returning ${columns}`,
    [
      progress.viewerId,
      progress.videoId,
      progress.positionSeconds,
      JSON.stringify(progress.stretches),
      progress.creditSeconds,
      progress.watchedPercent,
      progress.isCompleted,
    ],
  );
  if (!written) throw new Error('an upsert returned no row');
  return written;
}
