import { type AttemptsStarted, streamNames } from '@lectern/events';
import { outboxChannel, rows } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { schemaName } from '../db/orm.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptColumns } from './attempt-columns.ts';
import { deadlineSql } from './deadline.ts';

/** Who asks to begin which exam, and on what. */
export type StartToWrite = {
  readonly examId: string;
  readonly learnerId: string;
  readonly deviceId: string | null;
  readonly deviceLabel: string | null;
};

/**
 * What is written of the attempts in `begun`, as further parts of a `with`: the move in the log of each, and one event
 * for all (AttemptsStarted), of which the relay hears. It is put together of what the update returns, so its position
 * follows the order of the changes. `rung` has one row when there were any.
 */
const notingSql = `
  logged as (
    insert into exam.attempt_log (attempt_id, from_status, to_status, at, actor)
    select id, 'NOT_STARTED', 'IN_PROGRESS', now(), learner_id from begun
  ),
  told as (
    insert into exam.outbox (id, stream, type, payload)
    select ?::uuid, ?, ?, jsonb_build_object('attempts', jsonb_agg(jsonb_build_object(
             'attemptId', id, 'examId', exam_id, 'learnerId', learner_id, 'number', number, 'revision', revision,
             'startedAt', to_char(started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))))
      from begun having count(*) > 0
    returning 1
  ),
  rung as materialized (select pg_notify(?, '') from told)
`;

const beginSql = `
  with asked as materialized (
    select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[])
      as q (exam_id, learner_id, device_id, device_label)
  ),
  open_exam as materialized (
    select id, opens_at, closes_at, time_limit_seconds, grace_seconds from exam.exam
     where id = any(?::uuid[]) and status = 'PUBLISHED' order by id for key share
  ),
  -- One by one, by the index of those made ahead: of a table that has grown within the minute nobody knows how long
  -- it is, and joined with it, each batch would go through all of it.
  found as materialized (
    select q.exam_id, q.device_id, q.device_label, a.id
      -- The exam is locked before its attempts: those to lock come out of here.
      from asked q join open_exam e on e.id = q.exam_id cross join lateral (
        select id from exam.attempt
         where exam_id = q.exam_id and learner_id = q.learner_id and status = 'NOT_STARTED' limit 1
      ) a
  ),
  locked as materialized (
    select a.* from exam.attempt a
     where a.id = any(array(select id from found)) order by a.id for update
  ),
  ready as materialized (
    select a.id, f.device_id, f.device_label, e.grace_seconds, ${deadlineSql('now()')} as deadline_at
      from locked a join found f on f.id = a.id join open_exam e on e.id = a.exam_id
     where a.status = 'NOT_STARTED' and now() >= coalesce(a.opens_at, e.opens_at) and now() < coalesce(a.closes_at, e.closes_at)
       and (
         select o.id from exam.attempt o
          -- Written so that only the index by exam and learner serves: with two plain equations the planner may take
          -- one by exam alone, which is as good while nobody has begun, and goes through all who have when many have.
          where o.exam_id = a.exam_id and o.learner_id >= a.learner_id and o.learner_id <= a.learner_id
            and o.status = 'IN_PROGRESS' order by o.learner_id limit 1
       ) is null
  ),
  begun as (
    update exam.attempt a set status = 'IN_PROGRESS', started_at = now(), deadline_at = r.deadline_at,
           accepts_until = r.deadline_at + make_interval(secs => r.grace_seconds), last_seen_at = now(),
           device_id = r.device_id, device_label = r.device_label, revision = a.revision + 1
      from ready r where a.id = r.id
    returning a.*
  ),
  ${notingSql}
  select ${attemptColumns} from begun a cross join rung
`;

/**
 * Begins attempts that were made ahead, many in one statement, which also writes their log and tells of them: a start is
 * little work, and half a dozen rounds to PostgreSQL for each handful were more than it. In the order asked, null where
 * there was none to begin now. Who has one made ahead is registered and has attempts left; the exam's state and window
 * are decided here, by the database's clock, and the share of the exam keeps it from being closed meanwhile.
 */
export async function beginAttempts(em: EntityManager, asked: readonly StartToWrite[]): Promise<(AttemptRow | null)[]> {
  const begun = await beginReady(em, asked);
  const attemptOf = new Map(begun.map((attempt) => [`${attempt.examId} ${attempt.learnerId}`, attempt]));
  return asked.map(({ examId, learnerId }) => attemptOf.get(`${examId} ${learnerId}`) ?? null);
}

export async function beginReady(em: EntityManager, asked: readonly StartToWrite[]): Promise<AttemptRow[]> {
  return rows<AttemptRow>(em, beginSql, [
    asked.map(({ examId }) => examId),
    asked.map(({ learnerId }) => learnerId),
    asked.map(({ deviceId }) => deviceId),
    asked.map(({ deviceLabel }) => deviceLabel),
    [...new Set(asked.map(({ examId }) => examId))],
    ...notingParams(),
  ]);
}

/** Log and event of an attempt that began otherwise, in the transaction that begins it. */
export async function noteStarted(em: EntityManager, attemptId: string): Promise<void> {
  await rows(
    em,
    `with begun as materialized (select * from exam.attempt where id = ?::uuid), ${notingSql} select 1 from rung`,
    [attemptId, ...notingParams()],
  );
}

function notingParams(): readonly string[] {
  return [newId(), streamNames.exam, startedType, outboxChannel(schemaName)];
}

const startedType: AttemptsStarted['type'] = 'exam.attempts.started.v1';
