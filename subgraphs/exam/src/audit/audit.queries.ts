import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';

/** One act as it stands in the log. */
export type AuditRow = {
  /** A bigint, as text. */
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly isService: boolean;
  readonly action: string;
  readonly reason: string | null;
  readonly attemptId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** What was done to one attempt alone, or to everybody in its exam. */
const ofAttempt = `and (attempt_id = ? or (attempt_id is null and detail @> '{"everybody": true}'))`;

/** Latest first. `after` is [id]. */
export async function listAuditEntries(
  em: EntityManager,
  examId: string,
  attemptId: string | null,
  limit: number,
  after: readonly (string | number)[] | undefined,
): Promise<AuditRow[]> {
  return rows<AuditRow>(
    em,
    `select id, at, actor, is_service as "isService", action, reason, attempt_id as "attemptId", detail
       from exam.audit_log
      where exam_id = ? ${attemptId === null ? '' : ofAttempt} ${after ? 'and id < ?::bigint' : ''}
      order by id desc limit ?`,
    [examId, ...(attemptId === null ? [] : [attemptId]), ...(after ?? []), limit],
  );
}

export async function countAuditEntries(em: EntityManager, examId: string, attemptId: string | null): Promise<number> {
  const [row] = await rows<{ count: number }>(
    em,
    `select count(*)::int as count from exam.audit_log where exam_id = ? ${attemptId === null ? '' : ofAttempt}`,
    [examId, ...(attemptId === null ? [] : [attemptId])],
  );
  return row?.count ?? 0;
}
