import type { ExamDuty, ExamOpening } from '../exam-duty.ts';

const pageSize = 500;
/** More upcoming exams than this are looked at another time. */
const pagesMax = 40;

/** The exams that open after `now` and not later than `until`, by opening time. */
export async function listExamsOpening(
  duty: Pick<ExamDuty, 'listUpcomingExams'>,
  now: Date,
  until: Date | null,
): Promise<readonly ExamOpening[]> {
  const found = new Map<string, ExamOpening>();
  let after = now;
  for (let page = 0; page < pagesMax; page += 1) {
    const exams = await duty.listUpcomingExams(pageSize, after);
    for (const exam of exams) if (until === null || exam.opensAt <= until) found.set(exam.examId, exam);
    const last = exams.at(-1);
    if (!last || exams.length < pageSize || (until !== null && last.opensAt > until)) break;
    // Exams that open at the same instant may stand on both pages: a millisecond back, and the map keeps one.
    const next = new Date(last.opensAt.getTime() - 1);
    after = next > after ? next : last.opensAt;
  }
  return [...found.values()];
}
