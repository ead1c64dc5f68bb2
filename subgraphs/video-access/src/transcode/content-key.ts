import { randomBytes } from 'node:crypto';
import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';

/** A key for AES-128. */
export function contentKey(): Buffer {
  return randomBytes(16);
}

/** The key of a video; null when there is no such video. */
export async function findContentKey(em: EntityManager, videoId: string): Promise<Buffer | null> {
  const [found] = await rows<{ contentKey: Buffer }>(
    em,
    'select content_key as "contentKey" from video_access.video_key where video_id = ?',
    [videoId],
  );
  return found?.contentKey ?? null;
}
