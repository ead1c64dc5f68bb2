import type { Viewer } from '@lectern/request-signing';
import { isId } from '@lectern/runtime';
import { requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Course } from '../course/course.entity.ts';
import { lockCourseToEdit } from '../course/lock-course-to-edit.ts';
import { type Lesson, LessonEntity } from './lesson.entity.ts';
import { lessonErrors } from './lesson.errors.ts';

/** A lesson of a course that the viewer may change; the whole course is locked. Else LESSON_NOT_FOUND or FORBIDDEN. */
export async function lockLessonToEdit(
  em: EntityManager,
  viewer: Viewer,
  lessonId: string,
): Promise<{ course: Course; lesson: Lesson }> {
  requireUser(viewer);
  const notFound = () => lessonErrors.make('LESSON_NOT_FOUND');
  const seen = isId(lessonId) ? await em.findOne(LessonEntity, { id: lessonId }) : null;
  if (!seen) throw notFound();
  const course = await lockCourseToEdit(em, viewer, seen.courseId, notFound);
  // Read again behind the lock: it may have moved or gone while this one waited.
  const lesson = await em.findOne(LessonEntity, { id: lessonId }, { refresh: true });
  if (!lesson) throw notFound();
  return { course, lesson };
}
