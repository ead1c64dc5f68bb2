import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Exam, ExamEntity } from './exam.entity.ts';

/** Ids are other services' and may be any text; PostgreSQL takes none with a NUL. */
export async function findExams(em: EntityManager, ids: readonly string[]): Promise<Exam[]> {
  return em.find(ExamEntity, { examId: { $in: ids.filter((id) => !id.includes('\0')) } });
}

/** Keeps an exam as it is by its version; an older version that comes later is dropped. */
export async function saveExam(em: EntityManager, exam: Exam): Promise<void> {
  await rows(
    em,
    `insert into reporting.exam (exam_id, course_id, title, status, version) values (?, ?, ?, ?, ?)
     on conflict (exam_id) do update
     set course_id = excluded.course_id, title = excluded.title, status = excluded.status, version = excluded.version
     where exam.version < excluded.version`,
    [exam.examId, exam.courseId, exam.title, exam.status, exam.version],
  );
}
