import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { courseErrors } from './course.errors.ts';
import { canBecome, type StatusChange } from './course.ts';
import { appendCourseChanged } from './course-changed.ts';
import { lockCourseToEdit } from './lock-course-to-edit.ts';

/** Takes a course out of the catalogue; those enrolled keep it. Doing it again changes nothing. */
export async function archiveCourse(em: EntityManager, viewer: Viewer, courseId: string): Promise<StatusChange> {
  const course = await lockCourseToEdit(em, viewer, courseId);
  if (!canBecome(course.status, 'ARCHIVED')) throw courseErrors.make('COURSE_NOT_PUBLISHED');
  if (course.status === 'ARCHIVED') return { id: course.id, isChanged: false };
  course.status = 'ARCHIVED';
  await em.flush();
  await appendCourseChanged(em, course);
  return { id: course.id, isChanged: true };
}
