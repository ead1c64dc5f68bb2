import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AttemptRow } from '../attempt/attempt.entity.ts';
import { attemptErrors } from '../attempt/attempt.errors.ts';
import { attemptColumns } from '../attempt/attempt-columns.ts';
import { logMoves } from '../attempt/attempt-log.queries.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { readReason } from '../audit/reason.ts';
import type { RequestDeps } from '../deps.ts';
import { roomErrors } from './room.errors.ts';
import { getAttemptToSupervise } from './room-access.ts';
import { appendTakenBack, lockAttempt } from './taken-back.ts';

/** Makes an attempt count for nothing, whatever its state. Of two who do so at once, one does; the other is told. */
export async function voidAttempt(
  deps: Pick<RequestDeps, 'viewer' | 'course' | 'em' | 'loaders' | 'rooms'>,
  attemptId: string,
  givenReason: string,
): Promise<AttemptRow> {
  const { attempt: found, exam, user } = await getAttemptToSupervise(deps, attemptId);
  const reason = readReason(givenReason);
  const voided = await transaction(deps.em, async (em) => {
    const locked = await lockAttempt(em, found.id);
    if (!locked) throw attemptErrors.make('ATTEMPT_NOT_FOUND');
    if (locked.status === 'VOIDED') throw roomErrors.make('ATTEMPT_VOIDED');
    const attempt = await setVoided(em, locked.id);
    await logMoves(em, [{ attemptId: locked.id, from: locked.status, to: 'VOIDED', actor: user.id, reason }]);
    await appendTakenBack(em, attempt);
    const detail = { from: locked.status };
    const { id: examId, courseId } = exam;
    const entry = { courseId, examId, attemptId: locked.id, actor: user.id } as const;
    await appendAudit(em, [{ ...entry, action: 'ATTEMPT_VOIDED', reason, detail }]);
    return attempt;
  });
  deps.rooms.tell([voided.id]);
  deps.rooms.touch(exam.id);
  return voided;
}

async function setVoided(em: EntityManager, id: string): Promise<AttemptRow> {
  const [row] = await rows<AttemptRow>(
    em,
    `update exam.attempt a set status = 'VOIDED', paused_at = null, revision = a.revision + 1
      where a.id = ? returning ${attemptColumns}`,
    [id],
  );
  if (!row) throw new Error('a locked attempt vanished');
  return row;
}
