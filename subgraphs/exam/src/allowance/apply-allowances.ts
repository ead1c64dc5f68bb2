import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { movedDeadlineSql } from '../attempt/move-deadlines.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { effectiveSql, extraSecondsSql } from './allowance.queries.ts';

/** Attempts that changed, and of them those that run and have another deadline. */
export type Applied = { readonly changed: readonly string[]; readonly moved: readonly string[] };

type TimedExam = Pick<ExamRow, 'id' | 'timeLimitSeconds' | 'closesAt' | 'graceSeconds'>;

/**
 * Gives the attempts of these learners, running or made ahead, what their allowances come to now. In the transaction
 * that changes the allowances, while the exam is held. Who starts meanwhile waits for the registration, and starts with
 * the new allowances. An attempt that the sweep has locked is over when we get it, and stays as it was graded.
 */
export async function applyAllowances(
  em: EntityManager,
  exam: TimedExam,
  learnerIds: readonly string[],
): Promise<Applied> {
  if (learnerIds.length === 0) return { changed: [], moved: [] };
  const locked = await lockAttempts(em, exam.id, learnerIds);
  if (locked.length === 0) return { changed: [], moved: [] };
  const changed = await updateAttempts(
    em,
    exam,
    learnerIds,
    locked.map(({ id }) => id),
  );
  const before = new Map(locked.map(({ id, deadlineAt }) => [id, deadlineAt?.getTime()]));
  const moved = changed.filter(({ id, deadlineAt }) => deadlineAt !== null && deadlineAt.getTime() !== before.get(id));
  return { changed: changed.map(({ id }) => id), moved: moved.map(({ id }) => id) };
}

type Timed = { readonly id: string; readonly deadlineAt: Date | null };

async function lockAttempts(em: EntityManager, examId: string, learnerIds: readonly string[]): Promise<Timed[]> {
  await rows(
    em,
    `select 1 from exam.registration where exam_id = ? and learner_id = any(?::text[]) order by learner_id for update`,
    [examId, learnerIds],
  );
  return rows<Timed>(
    em,
    `select id, deadline_at as "deadlineAt" from exam.attempt
      where exam_id = ? and learner_id = any(?::text[]) and status in ('NOT_STARTED', 'IN_PROGRESS')
      order by id for update`,
    [examId, learnerIds],
  );
}

/** A statement of its own: its snapshot is from after the locks. */
async function updateAttempts(
  em: EntityManager,
  exam: TimedExam,
  learnerIds: readonly string[],
  ids: readonly string[],
): Promise<Timed[]> {
  return rows<Timed>(
    em,
    `update exam.attempt t set extra_seconds = n.extra_seconds, opens_at = n.opens_at, closes_at = n.closes_at,
            deadline_at = n.deadline_at, accepts_until = n.deadline_at + make_interval(secs => ?::float8),
            revision = t.revision + 1
       from (
         select a.id, a.extra_seconds, a.opens_at, a.closes_at,
                case when a.started_at is not null then ${movedDeadlineSql} end as deadline_at
           from (
             select r.id, r.started_at, r.paused_at, r.paused_seconds, r.deadline_at, f.opens_at, f.closes_at,
                    ${extraSecondsSql('?::float8')} as extra_seconds
               from exam.attempt r join (${effectiveSql}) f on f.learner_id = r.learner_id
              where r.id = any(?::uuid[])
           ) a, (select ?::float8 as time_limit_seconds, ?::timestamptz as closes_at) e
       ) n
      where t.id = n.id and (t.extra_seconds, t.opens_at, t.closes_at, t.deadline_at)
              is distinct from (n.extra_seconds, n.opens_at, n.closes_at, n.deadline_at)
     returning t.id, t.deadline_at as "deadlineAt"`,
    [
      ...[exam.graceSeconds, exam.timeLimitSeconds],
      ...[learnerIds, exam.id, exam.id],
      ...[ids, exam.timeLimitSeconds, exam.closesAt],
    ],
  );
}
