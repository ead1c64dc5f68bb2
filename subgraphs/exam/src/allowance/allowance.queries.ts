import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import type { AllowanceGrant, EffectiveAllowance } from './allowance.ts';

export type AllowanceRow = AllowanceGrant & {
  readonly id: string;
  readonly examId: string;
  /** One of the two is null. */
  readonly learnerId: string | null;
  readonly groupId: string | null;
  readonly reason: string;
  readonly grantedAt: Date;
  readonly grantedBy: string;
  readonly revokedAt: Date | null;
};

export const allowancesMax = 1_000;

const columns = `id, exam_id as "examId", learner_id as "learnerId", group_id as "groupId",
  extra_seconds as "extraSeconds", time_factor as "timeFactor", extra_attempts as "extraAttempts",
  opens_at as "opensAt", closes_at as "closesAt", reason, granted_at as "grantedAt", granted_by as "grantedBy",
  revoked_at as "revokedAt"`;

/** For a batch loader: those in force, latest first. */
export async function listAllowances(em: EntityManager, examIds: readonly string[]): Promise<AllowanceRow[]> {
  return rows<AllowanceRow>(
    em,
    `select ${columns} from exam.allowance
      where exam_id = any(?::uuid[]) and revoked_at is null order by granted_at desc, id desc`,
    [examIds],
  );
}

export async function findAllowance(em: EntityManager, id: string): Promise<AllowanceRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await rows<AllowanceRow>(em, `select ${columns} from exam.allowance where id = ?`, [id]);
  return row ?? null;
}

export async function countAllowances(em: EntityManager, examId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    em,
    'select count(*)::int as count from exam.allowance where exam_id = ? and revoked_at is null',
    [examId],
  );
  return row?.count ?? 0;
}

export async function insertAllowance(
  em: EntityManager,
  allowance: Omit<AllowanceRow, 'grantedAt' | 'revokedAt'>,
): Promise<AllowanceRow> {
  const { id, examId, learnerId, groupId, extraSeconds, timeFactor, extraAttempts } = allowance;
  const [row] = await rows<AllowanceRow>(
    em,
    `insert into exam.allowance (id, exam_id, learner_id, group_id, extra_seconds, time_factor, extra_attempts,
                                 opens_at, closes_at, reason, granted_by)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${columns}`,
    [
      ...[id, examId, learnerId, groupId, extraSeconds, timeFactor, extraAttempts],
      ...[allowance.opensAt, allowance.closesAt, allowance.reason, allowance.grantedBy],
    ],
  );
  if (!row) throw new Error('an allowance vanished while it was made');
  return row;
}

/** Whether this call took it back. */
export async function markRevoked(em: EntityManager, id: string, by: string): Promise<boolean> {
  const revoked = await rows(
    em,
    'update exam.allowance set revoked_at = now(), revoked_by = ? where id = ? and revoked_at is null returning id',
    [by, id],
  );
  return revoked.length > 0;
}

/**
 * What the allowances in force come to, for each of the learners `?::text[]` in the exam `?`, `?`: the same rule as
 * `effectiveAllowance`.
 */
export const effectiveSql = `
  select l.learner_id, coalesce(max(g.extra_seconds), 0) as extra_seconds, coalesce(max(g.time_factor), 1) as time_factor,
         coalesce(max(g.extra_attempts), 0) as extra_attempts, min(g.opens_at) as opens_at, max(g.closes_at) as closes_at
    from unnest(?::text[]) as l (learner_id)
    left join (
      select learner_id, extra_seconds, time_factor, extra_attempts, opens_at, closes_at from exam.allowance
       where exam_id = ? and revoked_at is null and learner_id is not null
      union all
      select m.learner_id, al.extra_seconds, al.time_factor, al.extra_attempts, al.opens_at, al.closes_at
        from exam.allowance al join exam.learner_group_member m on m.group_id = al.group_id
       where al.exam_id = ? and al.revoked_at is null
    ) g on g.learner_id = l.learner_id
   group by l.learner_id`;

/** The seconds beyond the time limit, from a row of `effectiveSql` named `f`. */
export function extraSecondsSql(timeLimitSeconds: string): string {
  return `(floor(${timeLimitSeconds} * (f.time_factor - 1) + 0.5) + f.extra_seconds)::int`;
}

/** By learner; everybody named is in it. */
export async function effectiveAllowances(
  em: EntityManager,
  exam: { readonly id: string; readonly timeLimitSeconds: number },
  learnerIds: readonly string[],
): Promise<ReadonlyMap<string, EffectiveAllowance>> {
  const found = await rows<EffectiveAllowance & { learnerId: string }>(
    em,
    `select f.learner_id as "learnerId", ${extraSecondsSql('?::float8')} as "extraSeconds",
            f.extra_attempts as "extraAttempts", f.opens_at as "opensAt", f.closes_at as "closesAt"
       from (${effectiveSql}) f`,
    [exam.timeLimitSeconds, learnerIds, exam.id, exam.id],
  );
  return new Map(found.map(({ learnerId, ...allowance }) => [learnerId, allowance]));
}

/** For a batch loader: what one learner's allowances come to in each of these exams. */
export async function allowancesOfLearner(
  em: EntityManager,
  learnerId: string,
  examIds: readonly string[],
): Promise<(EffectiveAllowance & { readonly examId: string })[]> {
  return rows(
    em,
    `select e.id as "examId", ${extraSecondsSql('e.time_limit_seconds::float8')} as "extraSeconds",
            f.extra_attempts as "extraAttempts", f.opens_at as "opensAt", f.closes_at as "closesAt"
       from exam.exam e join (
         select exam_id, max(extra_seconds) as extra_seconds, max(time_factor) as time_factor,
                max(extra_attempts) as extra_attempts, min(opens_at) as opens_at, max(closes_at) as closes_at
           from exam.allowance
          where exam_id = any(?::uuid[]) and revoked_at is null
            and (learner_id = ? or group_id in (select group_id from exam.learner_group_member where learner_id = ?))
          group by exam_id
       ) f on f.exam_id = e.id`,
    [examIds, learnerId, learnerId],
  );
}
