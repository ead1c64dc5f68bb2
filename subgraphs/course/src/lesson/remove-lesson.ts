import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { courseErrors } from '../course/course.errors.ts';
import { hasLesson } from '../course/course.queries.ts';
import { lessonsOfModule, removeFrom } from '../module/ordered-rows.ts';
import { lockLessonToEdit } from './lock-lesson-to-edit.ts';

/** Removes a lesson and returns the course's id. A published course keeps at least one lesson. */
export async function removeLesson(em: EntityManager, viewer: Viewer, lessonId: string): Promise<string> {
  const { course, lesson } = await lockLessonToEdit(em, viewer, lessonId);
  await removeFrom(em, lessonsOfModule, { ...lesson, parentId: lesson.moduleId });
  if (course.status === 'PUBLISHED' && !(await hasLesson(em, course.id)))
    throw courseErrors.make('COURSE_HAS_NO_LESSON');
  return course.id;
}
