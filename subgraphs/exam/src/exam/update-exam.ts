import { rows, transaction } from '@lectern/postgres';
import type { RequestDeps } from '../deps.ts';
import { checkSettings } from './create-exam.ts';
import type { ExamRow } from './exam.entity.ts';
import { examErrors } from './exam.errors.ts';
import { databaseNow, lockExam } from './exam.queries.ts';
import { type ExamSettings, refusedChange } from './exam.ts';
import { getExamToTeach } from './exam-access.ts';
import { changeExam } from './exam-changed.ts';

/**
 * Changes an exam as far as its state allows. A window that ends later moves the deadlines of running attempts with
 * it; one that begins at another time takes back the reminders of the old one that nobody has begun to send.
 */
export async function updateExam(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course'>,
  examId: string,
  change: Partial<ExamSettings>,
): Promise<ExamRow> {
  await getExamToTeach(deps, examId);
  return transaction(deps.em, async (em) => {
    const exam = await lockExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    const settings = { ...settingsOf(exam), ...change };
    checkSettings(settings);
    const refused = refusedChange(exam.status, settingsOf(exam), settings, await databaseNow(em));
    if (refused) throw examErrors.make('EXAM_CHANGE_REFUSED', { facts: { field: refused } });
    const changed = await changeExam(em, exam, settings);
    if (exam.closesAt?.getTime() !== changed.closesAt?.getTime()) await moveDeadlines(em, changed);
    if (exam.opensAt?.getTime() !== changed.opensAt?.getTime()) await dropReminders(em, changed);
    return changed;
  });
}

function settingsOf(exam: ExamRow): ExamSettings {
  const { title, instructions, opensAt, closesAt, timeLimitSeconds, passMarkPercent, passMarkPoints } = exam;
  const { attemptsMax, attemptDelaySeconds, countingAttempt, graceSeconds, navigation } = exam;
  const { accessCode, allowedNetworks, resultVisibility, resultPolicy, marking } = exam;
  const { shufflesQuestions, shufflesChoices } = exam;
  return {
    title,
    instructions,
    opensAt,
    closesAt,
    timeLimitSeconds,
    passMarkPercent,
    passMarkPoints,
    attemptsMax,
    attemptDelaySeconds,
    countingAttempt,
    graceSeconds,
    navigation,
    accessCode,
    allowedNetworks,
    resultVisibility,
    resultPolicy,
    marking,
    shufflesQuestions,
    shufflesChoices,
  };
}

type Em = Parameters<typeof databaseNow>[0];

async function moveDeadlines(em: Em, exam: ExamRow): Promise<void> {
  await rows(
    em,
    `update exam.attempt set deadline_at = least(started_at + ? * interval '1 second', ?::timestamptz)
      where exam_id = ? and status = 'IN_PROGRESS'`,
    [exam.timeLimitSeconds, exam.closesAt, exam.id],
  );
}

async function dropReminders(em: Em, exam: ExamRow): Promise<void> {
  await rows(
    em,
    `update exam.reminder set status = 'DROPPED'
      where exam_id = ? and opens_at is distinct from ?::timestamptz and status in ('WAITING', 'CLAIMED')`,
    [exam.id, exam.opensAt],
  );
}
