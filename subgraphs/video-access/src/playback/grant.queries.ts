import { rows } from '@lectern/postgres';
import { isId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Grant } from './grant.ts';

const columns = 'id, video_id as "videoId", viewer_id as "viewerId", expires_at as "expiresAt"';

export async function findGrant(
  em: EntityManager,
  id: string,
): Promise<(Grant & { readonly tokenHash: string }) | null> {
  if (!isId(id)) return null;
  const [grant] = await rows<Grant & { tokenHash: string }>(
    em,
    `select ${columns}, token_hash as "tokenHash" from video_access.playback_grant where id = ?`,
    [id],
  );
  return grant ?? null;
}

export async function findGrantByTokenHash(em: EntityManager, tokenHash: string): Promise<Grant | null> {
  const [grant] = await rows<Grant>(em, `select ${columns} from video_access.playback_grant where token_hash = ?`, [
    tokenHash,
  ]);
  return grant ?? null;
}

/** Adds a grant and ends the viewer's oldest ones beyond `playbacksMax`. In a transaction. */
export async function addGrant(
  em: EntityManager,
  grant: Grant & { readonly tokenHash: string; readonly createdAt: Date },
  playbacksMax: number,
): Promise<void> {
  // Two at once would each count without the other.
  await rows(em, "select pg_advisory_xact_lock(hashtextextended('video_access.grants:' || ?, 0))", [grant.viewerId]);
  await rows(
    em,
    `insert into video_access.playback_grant (id, video_id, viewer_id, token_hash, created_at, expires_at)
     values (?, ?, ?, ?, ?, ?) returning id`,
    [grant.id, grant.videoId, grant.viewerId, grant.tokenHash, grant.createdAt, grant.expiresAt],
  );
  await rows(
    em,
    `delete from video_access.playback_grant where id in (
       select id from video_access.playback_grant where viewer_id = ? and expires_at > ?
       order by created_at desc, id desc offset ?
     ) returning id`,
    [grant.viewerId, grant.createdAt, playbacksMax],
  );
}

/** Moves the end of a grant that has not ended; false when it has. */
export async function extendGrant(em: EntityManager, id: string, expiresAt: Date, now: Date): Promise<boolean> {
  const extended = await rows(
    em,
    'update video_access.playback_grant set expires_at = ? where id = ? and expires_at > ? returning id',
    [expiresAt, id, now],
  );
  return extended.length === 1;
}

/** Ends the grants of one viewer for the videos of one course. */
export async function deleteGrantsOfCourse(em: EntityManager, courseId: string, viewerId: string): Promise<void> {
  await rows(
    em,
    `delete from video_access.playback_grant where viewer_id = ? and video_id in (
       select id from video_access.video where course_id = ?
     ) returning id`,
    [viewerId, courseId],
  );
}

/** Forgets grants that ended before an instant. */
export async function deleteEndedGrants(em: EntityManager, before: Date): Promise<void> {
  await rows(em, 'delete from video_access.playback_grant where expires_at < ? returning id', [before]);
}
