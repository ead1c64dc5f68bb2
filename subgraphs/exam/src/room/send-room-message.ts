import { rows, transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import { readReason } from '../audit/reason.ts';
import type { RequestDeps } from '../deps.ts';
import { getRunningExam, readAttemptIds } from './room-access.ts';

export type MessageToSend = {
  readonly examId: string;
  readonly attemptIds?: readonly string[] | null | undefined;
  readonly text: string;
};

type Sent = { readonly id: string; readonly examId: string; readonly text: string; readonly sentBy: string };

/** Says something to learners whose attempts run, or to all in the exam; returns how many attempts were told. */
export async function sendRoomMessage(
  deps: Pick<RequestDeps, 'viewer' | 'course' | 'em' | 'rooms'>,
  input: MessageToSend,
): Promise<number> {
  const { exam, user } = await getRunningExam(deps, input.examId);
  const { id: examId, courseId } = exam;
  const text = readReason(input.text, 'text');
  const attemptIds = await readAttemptIds(deps, examId, input.attemptIds);
  const told = await transaction(deps.em, async (em) => {
    const message = { id: newId(), examId, text, sentBy: user.id };
    const entry = { courseId, examId, actor: user.id, action: 'MESSAGE_SENT' } as const;
    if (attemptIds === null) {
      const count = await insertToAll(em, message);
      await appendAudit(em, [{ ...entry, detail: { everybody: true, count, text } }]);
      return { count, ids: null };
    }
    const ids = await insertToSome(em, message, attemptIds);
    await appendAudit(
      em,
      ids.map((attemptId) => ({ ...entry, attemptId, detail: { text } })),
    );
    return { count: ids.length, ids };
  });
  if (told.ids === null) deps.rooms.tellAll(examId);
  else deps.rooms.tell(told.ids);
  deps.rooms.touch(examId);
  return told.count;
}

/** How many run at this moment; who begins later reads it too. */
async function insertToAll(em: EntityManager, { id, examId, text, sentBy }: Sent): Promise<number> {
  await rows(em, 'insert into exam.attempt_message (id, exam_id, text, sent_by) values (?, ?, ?, ?)', [
    id,
    examId,
    text,
    sentBy,
  ]);
  const [row] = await rows<{ count: number }>(
    em,
    `select count(*)::int as count from exam.attempt where exam_id = ? and status = 'IN_PROGRESS'`,
    [examId],
  );
  return row?.count ?? 0;
}

/** Returns the attempts among them that run. */
async function insertToSome(
  em: EntityManager,
  { examId, text, sentBy }: Sent,
  attemptIds: readonly string[],
): Promise<string[]> {
  const inserted = await rows<{ id: string }>(
    em,
    `insert into exam.attempt_message (id, exam_id, attempt_id, text, sent_by)
     select gen_random_uuid(), exam_id, id, ?, ? from exam.attempt
      where exam_id = ? and id = any(?::uuid[]) and status = 'IN_PROGRESS'
     returning attempt_id as id`,
    [text, sentBy, examId, attemptIds],
  );
  return inserted.map(({ id }) => id);
}
