import { rows, transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import { auditedChange } from '../exam/audited-settings.ts';
import { checkSettings } from '../exam/create-exam.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { databaseNow, lockExam } from '../exam/exam.queries.ts';
import type { ExamSettings } from '../exam/exam.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { changeExam } from '../exam/exam-changed.ts';
import { settingsOf } from '../exam/exam-settings-of.ts';
import { changedFields, refusedChange } from '../exam/refused-change.ts';
import { moveDeadlinesAhead, moveRemainingDeadlines } from './move-deadlines.ts';

/**
 * Changes an exam as far as its state allows; every change is in the audit log. A window that ends later moves the
 * deadlines of running attempts with it; one that begins at another time takes back the reminders of the old one that
 * nobody has begun to send.
 */
export async function updateExam(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'rooms'>,
  examId: string,
  change: Partial<ExamSettings>,
): Promise<ExamRow> {
  const { exam: found, user } = await getExamToTeach(deps, examId);
  await checkChange(deps.em, found, change);
  // Most of the work beforehand, a few hundred attempts at a time: nobody's answer waits for a whole country's.
  const ahead = isLater(found, change) ? await moveDeadlinesAhead(deps.em, timingOf(found, change)) : [];
  const { exam, moved } = await transaction(deps.em, async (em) => {
    const locked = await lockExam(em, examId);
    if (!locked) throw examErrors.make('EXAM_NOT_FOUND');
    const before = settingsOf(locked);
    const after = await checkChange(em, locked, change);
    const fields = changedFields(before, after);
    if (fields.length === 0) return { exam: locked, moved: [] };
    const changed = await changeExam(em, locked, after);
    const detail = auditedChange(before, after, fields);
    const { courseId } = locked;
    await appendAudit(em, [{ courseId, examId, actor: user.id, action: 'EXAM_UPDATED', detail }]);
    if (fields.includes('opensAt')) await dropReminders(em, changed);
    const isTimed = fields.includes('closesAt') || fields.includes('graceSeconds');
    return { exam: changed, moved: isTimed ? await moveRemainingDeadlines(em, timingOf(changed, {})) : [] };
  });
  deps.rooms.tell([...ahead, ...moved]);
  deps.rooms.touch(examId);
  return exam;
}

/** The settings as they will be; throws BAD_INPUT or EXAM_CHANGE_REFUSED with the field. */
async function checkChange(em: EntityManager, exam: ExamRow, change: Partial<ExamSettings>): Promise<ExamSettings> {
  const before = settingsOf(exam);
  const after = { ...before, ...change };
  checkSettings(after);
  const isMarked = changedFields(before, after).includes('marking') && (await hasMarks(em, exam.id));
  const refused = refusedChange(exam.status, before, after, { now: await databaseNow(em), isMarked });
  if (refused) throw examErrors.make('EXAM_CHANGE_REFUSED', { facts: { field: refused } });
  return after;
}

function isLater(exam: ExamRow, { closesAt, graceSeconds }: Partial<ExamSettings>): boolean {
  if (exam.status !== 'PUBLISHED') return false;
  const endsLater = closesAt instanceof Date && exam.closesAt !== null && closesAt > exam.closesAt;
  return endsLater || (graceSeconds !== undefined && graceSeconds > exam.graceSeconds);
}

function timingOf(
  exam: ExamRow,
  { closesAt = exam.closesAt, graceSeconds = exam.graceSeconds }: Partial<ExamSettings>,
) {
  return { examId: exam.id, timeLimitSeconds: exam.timeLimitSeconds, closesAt, graceSeconds };
}

async function hasMarks(em: EntityManager, examId: string): Promise<boolean> {
  const [row] = await rows<{ isMarked: boolean }>(
    em,
    `select exists (select from exam.essay_script s join exam.essay_mark m on m.script_id = s.id
                     where s.exam_id = ?) as "isMarked"`,
    [examId],
  );
  return row?.isMarked ?? false;
}

async function dropReminders(em: EntityManager, exam: ExamRow): Promise<void> {
  await rows(
    em,
    `update exam.reminder set status = 'DROPPED'
      where exam_id = ? and opens_at is distinct from ?::timestamptz and status in ('WAITING', 'CLAIMED')`,
    [exam.id, exam.opensAt],
  );
}
