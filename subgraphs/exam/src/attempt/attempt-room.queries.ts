import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isUuid } from '../db/uuid.ts';
import { type AttemptRoom, mergeMessages, messagesShownMax, type OwnedRoom, type RoomMessage } from './attempt-room.ts';

type RoomRow = Omit<AttemptRoom, 'messages'> & {
  readonly examId: string;
  readonly learnerId: string;
  readonly hasMessages: boolean;
};

/** The rooms of these attempts as they are now, in any order: two statements for however many, three with messages. */
export async function readRooms(em: EntityManager, attemptIds: readonly string[]): Promise<OwnedRoom[]> {
  const found = await rows<RoomRow>(
    em,
    `select a.id as "attemptId", a.exam_id as "examId", a.learner_id as "learnerId", a.status,
            a.deadline_at as "deadlineAt", a.accepts_until as "acceptsUntil", a.paused_at is not null as "isPaused",
            case when a.status = 'IN_PROGRESS'
              then greatest(0, extract(epoch from a.deadline_at - coalesce(a.paused_at, now())))::float8
              else 0 end as "remainingSeconds",
            a.device_id as "activeDeviceId", now()::timestamptz(3) as "asOf",
            exists (select from exam.attempt_message m where m.attempt_id = a.id) as "hasMessages"
       from exam.attempt a where a.id = any(?::uuid[])`,
    [attemptIds.filter(isUuid)],
  );
  const [toOne, toAll] = await Promise.all([
    messagesToOne(
      em,
      found.filter(({ hasMessages }) => hasMessages).map(({ attemptId }) => attemptId),
    ),
    messagesToAll(em, [...new Set(found.map(({ examId }) => examId))]),
  ]);
  return found.map(({ examId, learnerId, hasMessages: _hasMessages, ...room }) => {
    const messages = mergeMessages(toOne.get(room.attemptId) ?? [], toAll.get(examId) ?? []);
    return { examId, learnerId, room: { ...room, messages } };
  });
}

/** By attempt: what was said to it alone and to all in its exam, latest last. */
export async function listMessages(
  em: EntityManager,
  attempts: readonly { readonly id: string; readonly examId: string }[],
): Promise<ReadonlyMap<string, readonly RoomMessage[]>> {
  const [toOne, toAll] = await Promise.all([
    messagesToOne(
      em,
      attempts.map(({ id }) => id),
    ),
    messagesToAll(em, [...new Set(attempts.map(({ examId }) => examId))]),
  ]);
  return new Map(attempts.map(({ id, examId }) => [id, mergeMessages(toOne.get(id) ?? [], toAll.get(examId) ?? [])]));
}

const columns = 'm.id, m.text, m.sent_at as "sentAt", m.attempt_id is null as "isToAll"';

async function messagesToOne(em: EntityManager, attemptIds: readonly string[]) {
  return messagesBy(
    em,
    `select k.key, ${columns} from unnest(?::uuid[]) as k (key) cross join lateral (
       select * from exam.attempt_message where attempt_id = k.key order by sent_at desc, id desc limit ?
     ) m`,
    attemptIds,
  );
}

async function messagesToAll(em: EntityManager, examIds: readonly string[]) {
  return messagesBy(
    em,
    `select k.key, ${columns} from unnest(?::uuid[]) as k (key) cross join lateral (
       select * from exam.attempt_message where exam_id = k.key and attempt_id is null
        order by sent_at desc, id desc limit ?
     ) m`,
    examIds,
  );
}

async function messagesBy(
  em: EntityManager,
  sql: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly RoomMessage[]>> {
  if (keys.length === 0) return new Map();
  const found = await rows<RoomMessage & { key: string }>(em, sql, [keys, messagesShownMax]);
  const byKey = Map.groupBy(found, ({ key }) => key);
  return new Map([...byKey].map(([key, messages]) => [key, messages.map(({ key: _key, ...one }) => one).reverse()]));
}
