import { rows } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { courseErrors } from './course.errors.ts';
import { hasLesson } from './course.queries.ts';
import type { StatusChange } from './course.ts';
import { appendCourseChanged } from './course-changed.ts';
import { lockCourseToEdit } from './lock-course-to-edit.ts';

/** Puts a draft, or a course that was archived, into the catalogue. Doing it again changes nothing. */
export async function publishCourse(em: EntityManager, viewer: Viewer, courseId: string): Promise<StatusChange> {
  const course = await lockCourseToEdit(em, viewer, courseId);
  if (course.status === 'PUBLISHED') return { id: course.id, isChanged: false };
  if (!(await hasLesson(em, course.id))) throw courseErrors.make('COURSE_HAS_NO_LESSON');
  await rows(
    em,
    `update course.course set status = 'PUBLISHED', published_at = coalesce(published_at, now()) where id = ?`,
    [course.id],
  );
  await em.refresh(course);
  await appendCourseChanged(em, course);
  return { id: course.id, isChanged: true };
}
