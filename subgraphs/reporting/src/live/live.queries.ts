import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import {
  type BestAttempt,
  bucketCount,
  type Counters,
  leaderboardMax,
  type RecentAttempt,
  recentHandInsMax,
} from './live-stats.ts';

/**
 * The counters of one exam: at most eleven rows, whatever its size. The database keeps them as attempts and
 * registrations change (migrations/20260901090100_exam_counters__create.ts).
 */
export const countersSql = `
  select coalesce(registered_count, 0) as "registeredCount", coalesce(started_count, 0) as "startedCount",
    coalesce(handed_in_count, 0) as "handedInCount", coalesce(graded_count, 0) as "gradedCount",
    coalesce(passed_count, 0) as "passedCount", (score_sum / nullif(graded_count, 0))::double precision as "meanScorePercent",
    (
      select array_agg(coalesce(t.count, 0) order by place)
      from generate_series(0, ${bucketCount - 1}) as place
      left join reporting.score_tenth t on t.exam_id = asked.exam_id and t.tenth = place
    ) as histogram,
    clock_timestamp() as "asOf"
  from (select ?::text as exam_id) as asked left join reporting.exam_counters c on c.exam_id = asked.exam_id`;

export async function countExam(em: EntityManager, examId: string): Promise<Counters> {
  const [counters] = await rows<Counters>(em, countersSql, [examId]);
  if (!counters) throw new Error('counting gave no row');
  return counters;
}

export async function listRecentHandIns(em: EntityManager, examId: string): Promise<RecentAttempt[]> {
  return rows(
    em,
    `select attempt_id as "attemptId", learner_id as "learnerId", submitted_at as "submittedAt",
       score_percent as "scorePercent", is_passed as "isPassed", is_expired as "isExpired"
     from reporting.attempt where exam_id = ? and graded_at is not null
     order by submitted_at desc, attempt_id desc limit ?`,
    [examId, recentHandInsMax],
  );
}

const bestColumns = `learner_id as "learnerId", score_percent as "scorePercent", duration_seconds as "durationSeconds"`;

/** The best attempts of the first learners, straight from the index: it stops as soon as it has enough. */
export const leadersSql = `
  select ${bestColumns} from reporting.attempt a
  where exam_id = ? and graded_at is not null and not exists (
    select 1 from reporting.attempt better
    where better.exam_id = a.exam_id and better.learner_id = a.learner_id and better.graded_at is not null
      and (better.score_percent > a.score_percent or (better.score_percent = a.score_percent
        and (better.duration_seconds, better.attempt_id) < (a.duration_seconds, a.attempt_id)))
  )
  order by score_percent desc, duration_seconds, learner_id limit ?`;

export async function listLeaders(em: EntityManager, examId: string): Promise<BestAttempt[]> {
  return rows(em, leadersSql, [examId, leaderboardMax]);
}

/** The best attempt of each of these learners in each of these exams; the arrays go together. */
export async function listBestOf(
  em: EntityManager,
  keys: readonly { readonly examId: string; readonly learnerId: string }[],
): Promise<(BestAttempt & { readonly examId: string })[]> {
  return rows(
    em,
    `select distinct on (exam_id, learner_id) exam_id as "examId", ${bestColumns}
     from reporting.attempt
     join (select distinct * from unnest(?::text[], ?::text[])) as k (exam_id, learner_id) using (exam_id, learner_id)
     where graded_at is not null
     order by exam_id, learner_id, score_percent desc, duration_seconds`,
    [keys.map(({ examId }) => examId), keys.map(({ learnerId }) => learnerId)],
  );
}

/** The best attempts of all learners of an exam, in the order of their ids. */
export async function listBestAfter(
  em: EntityManager,
  examId: string,
  afterLearnerId: string,
  limit: number,
): Promise<BestAttempt[]> {
  return rows(
    em,
    `select distinct on (learner_id) ${bestColumns} from reporting.attempt
     where exam_id = ? and graded_at is not null and learner_id > ?
     order by learner_id, score_percent desc, duration_seconds limit ?`,
    [examId, afterLearnerId, limit],
  );
}
