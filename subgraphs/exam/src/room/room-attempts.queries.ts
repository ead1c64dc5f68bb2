import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { attemptColumns } from '../attempt/attempt-columns.ts';
import { type RoomFilter, roomOrder, statusesOf } from './room-attempts.ts';

type After = readonly (string | number)[] | undefined;

/**
 * A page of a room: running attempts by their deadline, then the others, state by state, by id. Each state is a range
 * of one index, read from where the cursor stands; so a page costs the same in a room of any size. `after` is
 * [place of the state, deadline or 'infinity', id].
 */
export async function listRoomAttempts(
  em: EntityManager,
  examId: string,
  filter: RoomFilter,
  limit: number,
  after: After,
): Promise<AttemptRow[]> {
  const found: AttemptRow[] = [];
  const [place = 0] = after ?? [];
  for (const status of statusesOf(filter)) {
    const here = roomOrder.indexOf(status);
    if (here < Number(place) || found.length >= limit) continue;
    const from = here === Number(place) ? after : undefined;
    const isRunning = status === 'IN_PROGRESS';
    const order = isRunning ? '(a.deadline_at, a.id)' : 'a.id';
    const beyond = isRunning ? '(?::timestamptz, ?::uuid)' : '?::uuid';
    const cursor = from ? (isRunning ? from.slice(1) : from.slice(2)) : [];
    const { where, params } = conditionsOf(filter);
    const some = await rows<AttemptRow>(
      em,
      // The state stands in the text: only then is the index of running attempts seen to hold them all.
      `select ${attemptColumns} from exam.attempt a
        where a.exam_id = ? and a.status = '${status}' ${where} ${from ? `and ${order} > ${beyond}` : ''}
        order by ${isRunning ? 'a.deadline_at, a.id' : 'a.id'} limit ?`,
      [examId, ...params, ...cursor, limit - found.length],
    );
    found.push(...some);
  }
  return found;
}

/** The values `listRoomAttempts` orders by, as a cursor holds them. */
export function roomCursor({ status, deadlineAt, id }: AttemptRow): readonly (string | number)[] {
  const at = status === 'IN_PROGRESS' && deadlineAt !== null ? deadlineAt.toISOString() : 'infinity';
  return [roomOrder.indexOf(status), at, id];
}

export async function countRoomAttempts(em: EntityManager, examId: string, filter: RoomFilter): Promise<number> {
  const { where, params } = conditionsOf(filter);
  const [row] = await rows<{ count: number }>(
    em,
    `select count(*)::int as count from exam.attempt a where a.exam_id = ? and a.status = any(?::text[]) ${where}`,
    [examId, statusesOf(filter), ...params],
  );
  return row?.count ?? 0;
}

function conditionsOf({ isPaused, hasIncidents, learnerIds }: RoomFilter): { where: string; params: unknown[] } {
  const conditions: string[] = [];
  const params: unknown[] = [];
  if (typeof isPaused === 'boolean') conditions.push(`and a.paused_at is ${isPaused ? 'not null' : 'null'}`);
  if (typeof hasIncidents === 'boolean') {
    const exists = 'exists (select from exam.attempt_incident i where i.exam_id = a.exam_id and i.attempt_id = a.id)';
    conditions.push(`and ${hasIncidents ? exists : `not ${exists}`}`);
  }
  if (learnerIds) {
    conditions.push('and a.learner_id = any(?::text[])');
    params.push(learnerIds);
  }
  return { where: conditions.join(' '), params };
}
