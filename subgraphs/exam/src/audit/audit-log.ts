import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';

/** One act of a person or a duty, for good. `detail` says what changed, and never holds an answer or a key. */
export type AuditEntry = {
  readonly courseId: string;
  readonly examId: string | null;
  readonly attemptId?: string | null;
  /** The account, or the name of the service that acted. */
  readonly actor: string;
  /** Whether a service acted of itself. */
  readonly isService?: boolean;
  readonly action: AuditAction;
  readonly reason?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** Every act that is audited. The words are stable: reports and people filter by them. */
export const auditActions = [
  'EXAM_CREATED',
  'EXAM_UPDATED',
  'EXAM_PUBLISHED',
  'EXAM_CLOSED',
  'QUESTIONS_IMPORTED',
  'QUESTIONS_EXPORTED',
  'LEARNERS_REGISTERED',
  'REGISTRATION_WITHDRAWN',
  'ALLOWANCE_GRANTED',
  'ALLOWANCE_REVOKED',
  'ATTEMPT_PAUSED',
  'ATTEMPT_RESUMED',
  'ATTEMPT_ENDED',
  'ATTEMPT_VOIDED',
  'ATTEMPT_REOPENED',
  'MESSAGE_SENT',
  'LEARNER_GROUP_SAVED',
  'LEARNER_GROUP_REMOVED',
  'ESSAY_MARKED',
  'REGRADE_APPLIED',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Writes entries in the transaction that makes them true. */
export async function appendAudit(em: EntityManager, entries: readonly AuditEntry[]): Promise<void> {
  if (!em.isInTransaction()) throw new Error('appendAudit outside a transaction');
  if (entries.length === 0) return;
  await rows(
    em,
    `insert into exam.audit_log (course_id, exam_id, attempt_id, actor, is_service, action, reason, detail)
      select * from unnest(?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::jsonb[])`,
    [
      entries.map(({ courseId }) => courseId),
      entries.map(({ examId }) => examId),
      entries.map(({ attemptId }) => attemptId ?? null),
      entries.map(({ actor }) => actor),
      entries.map(({ isService }) => isService ?? false),
      entries.map(({ action }) => action),
      entries.map(({ reason }) => reason ?? null),
      entries.map(({ detail }) => JSON.stringify(detail ?? {})),
    ],
  );
}
