import { setTimeout as pause } from 'node:timers/promises';
import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { lockExam } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { changeExam } from '../exam/exam-changed.ts';
import { endSteps, nextStepSize } from '../room/step-size.ts';
import { type EndDeps, endAttempts } from './end-attempts.ts';

/** Rounds that end nothing because others hold the locks; the sweep takes up what is left after them. */
const idleRoundsMax = 50;
const idleRoundMs = 20;

/**
 * Closes a published exam for good. That it is closed is committed first, so that nothing starts any more; then its
 * running attempts end in batches. A crash in between leaves a mark by which the sweep goes on. Closing a closed exam
 * changes nothing.
 */
export async function closeExam(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'papers' | 'results' | 'events'>,
  examId: string,
): Promise<ExamRow> {
  const { user } = await getExamToTeach(deps, examId);
  const { exam, isNew } = await transaction(deps.em, async (em) => {
    const open = await lockExam(em, examId);
    if (!open) throw examErrors.make('EXAM_NOT_FOUND');
    if (open.status === 'DRAFT') throw examErrors.make('EXAM_NOT_PUBLISHED');
    if (open.status === 'CLOSED') return { exam: open, isNew: false };
    const { courseId } = open;
    await appendAudit(em, [{ courseId, examId, actor: user.id, action: 'EXAM_CLOSED' }]);
    return { exam: await changeExam(em, open, { status: 'CLOSED' }), isNew: true };
  });
  if (isNew) deps.events.examClosed({ examId });
  if (!exam.hasEndedAttempts) await endAttemptsOfClosedExam(deps, examId, user.id);
  return exam;
}

/** Ends the attempts that still run in a closed exam; returns how many. Safe to repeat and to run twice at once. */
export async function endAttemptsOfClosedExam(deps: EndDeps, examId: string, actor: string): Promise<number> {
  let count = 0;
  let size = endSteps.first;
  for (let idleRounds = 0; idleRounds < idleRoundsMax; ) {
    const limit = size;
    const ended = await endAttempts(deps, { by: 'CLOSING', examId, actor, limit }, (ms) => {
      size = nextStepSize(endSteps, limit, ms);
    });
    count += ended.length;
    if (ended.length > 0) continue;
    if (await markEnded(deps.em, examId)) return count;
    idleRounds += 1;
    await pause(idleRoundMs);
  }
  return count;
}

/** Whether none runs any more; then it is noted, and the sweep no longer looks. */
async function markEnded(em: EntityManager, examId: string): Promise<boolean> {
  const marked = await rows(
    em,
    `update exam.exam set has_ended_attempts = true
      where id = ? and status = 'CLOSED'
        and not exists (select from exam.attempt where exam_id = ? and status = 'IN_PROGRESS')
      returning id`,
    [examId, examId],
  );
  return marked.length > 0;
}
