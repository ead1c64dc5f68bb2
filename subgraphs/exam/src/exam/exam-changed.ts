import { type ExamChanged, streamNames } from '@lectern/events';
import { appendToOutbox } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { schemaName } from '../db/orm.ts';
import { type ExamRow, examEntity } from './exam.entity.ts';

/**
 * Writes a change of a locked exam with the next version, and the event that tells of it. Returns the exam as it now
 * is.
 */
export async function changeExam(em: EntityManager, exam: ExamRow, change: Partial<ExamRow>): Promise<ExamRow> {
  const changed = { ...exam, ...change, version: exam.version + 1 };
  const { id: _id, ...columns } = { ...change, version: changed.version };
  await em.nativeUpdate(examEntity, { id: exam.id }, columns);
  await appendExamChanged(em, changed);
  return changed;
}

export async function appendExamChanged(em: EntityManager, exam: ExamRow): Promise<void> {
  const event: Pick<ExamChanged, 'type' | 'payload'> = {
    type: 'exam.exam.changed.v1',
    payload: {
      examId: exam.id,
      courseId: exam.courseId,
      title: exam.title,
      status: exam.status,
      opensAt: exam.opensAt?.toISOString() ?? null,
      closesAt: exam.closesAt?.toISOString() ?? null,
      timeLimitSeconds: exam.timeLimitSeconds,
      version: exam.version,
    },
  };
  await appendToOutbox(em, schemaName, streamNames.exam, event);
}
