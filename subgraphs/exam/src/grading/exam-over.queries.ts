import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Of these exams, those that nobody sits any more, nor can. An exam is not over when its window closes: some have more
 * time or a window of their own, and what is shown after the close would reach them.
 */
export async function listOverExamIds(em: EntityManager, examIds: readonly string[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    `select e.id from exam.exam e
      where e.id = any(?::uuid[]) and (e.status = 'CLOSED' or (e.status = 'PUBLISHED' and now() >= e.closes_at))
        and not exists (select from exam.attempt a where a.exam_id = e.id and a.status = 'IN_PROGRESS')
        and (e.status = 'CLOSED' or (
          not exists (select from exam.attempt a
                       where a.exam_id = e.id and a.status = 'NOT_STARTED' and a.closes_at > now())
          and not exists (select from exam.allowance w
                           where w.exam_id = e.id and w.revoked_at is null and w.closes_at > now())))`,
    [examIds],
  );
  return found.map(({ id }) => id);
}
