import { transaction } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from './exam.entity.ts';
import { examErrors } from './exam.errors.ts';
import { lockExam } from './exam.queries.ts';
import { getExamToTeach } from './exam-access.ts';

export type EditDeps = Pick<RequestDeps, 'em' | 'viewer' | 'course'>;

/** Runs `work` while the exam is locked and certain to be a draft; throws EXAM_NOT_A_DRAFT otherwise. */
export async function editDraft<T>(
  deps: EditDeps,
  examId: string,
  work: (em: EntityManager, exam: ExamRow) => Promise<T>,
): Promise<T> {
  await getExamToTeach(deps, examId);
  return transaction(deps.em, async (em) => {
    const exam = await lockExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    if (exam.status !== 'DRAFT') throw examErrors.make('EXAM_NOT_A_DRAFT');
    return work(em, exam);
  });
}
