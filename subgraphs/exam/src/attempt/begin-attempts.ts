import { type AttemptsStarted, streamNames } from '@lectern/events';
import { appendToOutbox, rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { schemaName } from '../db/orm.ts';
import type { AttemptRow } from './attempt.entity.ts';
import { attemptColumns } from './attempt-columns.ts';
import { logMoves } from './attempt-log.queries.ts';
import { deadlineSql } from './deadline.ts';

/** Who asks to begin which exam, and on what. */
export type StartToWrite = {
  readonly examId: string;
  readonly learnerId: string;
  readonly deviceId: string | null;
  readonly deviceLabel: string | null;
};

/**
 * Begins attempts that were made ahead, many in one transaction; in the order asked, null where there was none to begin
 * now. Who has one made ahead is registered and has attempts left; the exam's state and window are decided here, by the
 * database's clock, and the share of the exam keeps it from being closed meanwhile.
 */
export async function beginAttempts(em: EntityManager, asked: readonly StartToWrite[]): Promise<(AttemptRow | null)[]> {
  const begun = await transaction(em, async (inside) => {
    const attempts = await beginReady(inside, asked);
    await noteStarted(inside, attempts);
    return attempts;
  });
  const attemptOf = new Map(begun.map((attempt) => [`${attempt.examId} ${attempt.learnerId}`, attempt]));
  return asked.map(({ examId, learnerId }) => attemptOf.get(`${examId} ${learnerId}`) ?? null);
}

export async function beginReady(em: EntityManager, asked: readonly StartToWrite[]): Promise<AttemptRow[]> {
  return rows<AttemptRow>(
    em,
    `with asked as materialized (
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
     )
     update exam.attempt a set status = 'IN_PROGRESS', started_at = now(), deadline_at = r.deadline_at,
            accepts_until = r.deadline_at + make_interval(secs => r.grace_seconds), last_seen_at = now(),
            device_id = r.device_id, device_label = r.device_label, revision = a.revision + 1
       from ready r where a.id = r.id
     returning ${attemptColumns}`,
    [
      asked.map(({ examId }) => examId),
      asked.map(({ learnerId }) => learnerId),
      asked.map(({ deviceId }) => deviceId),
      asked.map(({ deviceLabel }) => deviceLabel),
      [...new Set(asked.map(({ examId }) => examId))],
    ],
  );
}

/** Log and event of attempts that began, in the transaction that begins them. */
export async function noteStarted(em: EntityManager, attempts: readonly AttemptRow[]): Promise<void> {
  if (attempts.length === 0) return;
  const move = { from: 'NOT_STARTED', to: 'IN_PROGRESS', reason: null } as const;
  await logMoves(
    em,
    attempts.map(({ id, learnerId }) => ({ attemptId: id, actor: learnerId, ...move })),
  );
  const event: Pick<AttemptsStarted, 'type' | 'payload'> = {
    type: 'exam.attempts.started.v1',
    payload: { attempts: attempts.map(startedFact) },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}

function startedFact({ id: attemptId, examId, learnerId, number, startedAt, revision }: AttemptRow) {
  if (startedAt === null) throw new Error(`attempt ${attemptId} has not begun`);
  return { attemptId, examId, learnerId, number, startedAt: startedAt.toISOString(), revision };
}
