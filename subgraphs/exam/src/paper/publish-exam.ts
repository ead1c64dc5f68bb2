import { transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { prepareExam } from '../attempt/prepare-exam.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { databaseNow, lockExam } from '../exam/exam.queries.ts';
import { getExamToTeach } from '../exam/exam-access.ts';
import { changeExam } from '../exam/exam-changed.ts';
import { authoredPaperOf } from '../question/authored-paper.ts';
import { buildPaper } from './build-paper.ts';
import { insertPaper } from './paper.queries.ts';

/** Lets learners find the exam, and fixes its questions, and what its draws choose from, as a paper that never changes. */
export async function publishExam(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'events' | 'newSeed'>,
  examId: string,
): Promise<ExamRow> {
  const { user } = await getExamToTeach(deps, examId);
  const { exam, questionCount } = await transaction(deps.em, async (em) => {
    const draft = await lockExam(em, examId);
    if (!draft) throw examErrors.make('EXAM_NOT_FOUND');
    if (draft.status === 'PUBLISHED') throw examErrors.make('EXAM_ALREADY_PUBLISHED');
    if (draft.status === 'CLOSED') throw examErrors.make('EXAM_CLOSED');
    const authored = await authoredPaperOf(em, draft, await databaseNow(em));
    const [first] = authored.publishObstacles;
    if (first) {
      const facts = { obstacles: authored.publishObstacles };
      throw examErrors.make('EXAM_NOT_PUBLISHABLE', { message: first.message, facts });
    }
    const paper = await buildPaper(em, draft, authored, newId());
    await insertPaper(em, paper);
    const published = await changeExam(em, draft, { status: 'PUBLISHED', paperId: paper.id });
    const { questionCount, pointsMax } = authored;
    const act = { courseId: draft.courseId, examId: draft.id, actor: user.id, action: 'EXAM_PUBLISHED' as const };
    await appendAudit(em, [{ ...act, detail: { paperId: paper.id, questionCount, pointsMax } }]);
    return { exam: published, questionCount };
  });
  deps.events.examPublished({ examId, questionCount });
  await prepareExam(deps.em, examId, deps.newSeed);
  return exam;
}
