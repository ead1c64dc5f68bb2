import { rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import type { IllustrationSize, MediaType } from './illustration.ts';

/** Of these, the pictures that the course has. */
export async function listKnownIllustrations(
  em: EntityManager,
  courseId: string,
  ids: readonly string[],
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    'select id from exam.illustration where course_id = ? and id = any(?::uuid[])',
    [courseId, ids.filter(isUuid)],
  );
  return found.map(({ id }) => id);
}

/** In any order; for a batch loader, and for papers. */
export async function illustrationSizes(
  em: EntityManager,
  ids: readonly string[],
): Promise<(IllustrationSize & { readonly id: string })[]> {
  return rows(em, 'select id, width, height from exam.illustration where id = any(?::uuid[])', [ids.filter(isUuid)]);
}

export type NewIllustration = IllustrationSize & {
  readonly courseId: string;
  readonly mediaType: MediaType;
  readonly bytes: Buffer;
  readonly sha256: Buffer;
  readonly createdBy: string;
};

/** Stores a picture, or finds the one of the course that is the same; gives its id. */
export async function storeIllustration(em: EntityManager, picture: NewIllustration): Promise<string> {
  const { courseId, mediaType, width, height, bytes, sha256, createdBy } = picture;
  const [stored] = await rows<{ id: string }>(
    em,
    // The update changes nothing; without it a row that is there already would not be returned.
    `insert into exam.illustration as i (id, course_id, media_type, width, height, bytes, sha256, created_by)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (course_id, sha256) do update set sha256 = i.sha256 returning id`,
    [newId(), courseId, mediaType, width, height, bytes, sha256, createdBy],
  );
  if (!stored) throw new Error('the picture was not stored');
  return stored.id;
}

export async function findIllustrationFile(
  em: EntityManager,
  id: string,
): Promise<{ readonly mediaType: MediaType; readonly bytes: Buffer } | null> {
  if (!isUuid(id)) return null;
  const [file] = await rows<{ mediaType: MediaType; bytes: Buffer }>(
    em,
    'select media_type as "mediaType", bytes from exam.illustration where id = ?',
    [id],
  );
  return file ?? null;
}
