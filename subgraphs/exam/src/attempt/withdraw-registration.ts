import { transaction } from '@lectern/postgres';
import { requireUser } from '@lectern/subgraph';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from '../exam/exam.entity.ts';
import { getExamToTeach, getVisibleExam } from '../exam/exam-access.ts';
import { registrationErrors } from '../registration/registration.errors.ts';
import { deleteRegistration, lockRegistration } from '../registration/registration.queries.ts';
import { appendRegistrationsChanged } from '../registration/registrations-changed.ts';
import { listAttemptsOfLearner } from './attempt.queries.ts';
import { dropPrepared } from './prepare-attempts.ts';

/** Withdraws the viewer, or a learner for those who teach the course, as long as they have not begun the exam. */
export async function withdrawRegistration(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course'>,
  examId: string,
  learnerId: string | null,
): Promise<ExamRow> {
  const user = requireUser(deps.viewer);
  const who = learnerId ?? user.id;
  const exam = who === user.id ? await getVisibleExam(deps, examId) : (await getExamToTeach(deps, examId)).exam;
  await transaction(deps.em, async (em) => {
    const registrationId = await lockRegistration(em, exam.id, who);
    if (registrationId === null) return;
    // First, as it waits for a start that is under way; whether there was one is read afterwards.
    await dropPrepared(em, exam.id, who);
    const attempts = await listAttemptsOfLearner(em, who, [exam.id]);
    if (attempts.length > 0) throw registrationErrors.make('EXAM_ALREADY_BEGUN');
    await deleteRegistration(em, registrationId);
    await appendRegistrationsChanged(em, exam.id, [who], false);
    const { id, courseId } = exam;
    const entry = { courseId, examId: id, actor: user.id, action: 'REGISTRATION_WITHDRAWN' } as const;
    await appendAudit(em, [{ ...entry, detail: { learnerId: who } }]);
  });
  return exam;
}
