import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ExamRoomCounts } from './exam-room.ts';

/**
 * For a batch loader. The revision is what all changes of the room's attempts, messages and incidents come to: each
 * makes it rise, in whichever process it was made.
 */
export async function readExamRooms(em: EntityManager, examIds: readonly string[]): Promise<ExamRoomCounts[]> {
  return rows<ExamRoomCounts>(
    em,
    `select k.id as "examId", coalesce(a.not_started, 0)::int as "notStartedCount",
            coalesce(a.in_progress, 0)::int as "inProgressCount", coalesce(a.paused, 0)::int as "pausedCount",
            coalesce(a.ended, 0)::int as "endedCount", coalesce(a.voided, 0)::int as "voidedCount",
            i.count::int as "incidentCount",
            least(coalesce(a.revisions, 0) + i.count + m.count, 2147483647)::int as revision,
            now()::timestamptz(3) as "asOf"
       from unnest(?::uuid[]) as k (id)
       left join (
         select exam_id, count(*) filter (where status = 'NOT_STARTED') as not_started,
                count(*) filter (where status = 'IN_PROGRESS') as in_progress,
                count(*) filter (where status = 'IN_PROGRESS' and paused_at is not null) as paused,
                count(*) filter (where status in ('SUBMITTED', 'EXPIRED', 'GRADED')) as ended,
                count(*) filter (where status = 'VOIDED') as voided, sum(revision) as revisions
           from exam.attempt where exam_id = any(?::uuid[]) group by exam_id
       ) a on a.exam_id = k.id
       cross join lateral (select count(*) as count from exam.attempt_incident where exam_id = k.id) i
       cross join lateral (select count(*) as count from exam.attempt_message where exam_id = k.id) m`,
    [examIds, examIds],
  );
}

/** By id, after `after`. */
export async function listRunningIds(
  em: EntityManager,
  examId: string,
  limit: number,
  after: string | undefined,
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    `select id from exam.attempt where exam_id = ? and status = 'IN_PROGRESS' ${after ? 'and id > ?' : ''}
      order by id limit ?`,
    [examId, ...(after ? [after] : []), limit],
  );
  return found.map(({ id }) => id);
}
