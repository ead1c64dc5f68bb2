import { transaction } from '@lectern/postgres';
import { newId } from '@lectern/runtime';
import { inputErrors } from '@lectern/subgraph';
import { appendAudit } from '../audit/audit-log.ts';
import type { RequestDeps } from '../deps.ts';
import { auditedSettings } from './audited-settings.ts';
import { type ExamRow, examEntity } from './exam.entity.ts';
import type { ExamSettings } from './exam.ts';
import { requireTeacher } from './exam-access.ts';
import { appendExamChanged } from './exam-changed.ts';
import { settingsProblem } from './exam-settings.ts';

/** Makes an exam as a draft. */
export async function createExam(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'events'>,
  courseId: string,
  settings: ExamSettings,
): Promise<ExamRow> {
  const user = await requireTeacher(deps, courseId);
  checkSettings(settings);
  const exam = {
    id: newId(),
    courseId,
    ...settings,
    status: 'DRAFT' as const,
    keyRevision: 0,
    paperId: null,
    version: 1,
    hasEndedAttempts: false,
    createdBy: user.id,
  };
  await transaction(deps.em, async (em) => {
    await em.insert(examEntity, exam);
    await appendExamChanged(em, exam);
    const detail = auditedSettings(settings);
    await appendAudit(em, [{ courseId, examId: exam.id, actor: user.id, action: 'EXAM_CREATED', detail }]);
  });
  deps.events.examCreated({ examId: exam.id, courseId });
  return exam;
}

/** Throws BAD_INPUT that names the field. */
export function checkSettings(settings: ExamSettings): void {
  const problem = settingsProblem(settings);
  if (problem) throw inputErrors.make('BAD_INPUT', { message: problem.message, facts: { field: problem.field } });
}
