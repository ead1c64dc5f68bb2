import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { courseErrors } from '../course/course.errors.ts';
import { hasLesson } from '../course/course.queries.ts';
import { lockModuleToEdit } from './lock-module-to-edit.ts';
import { modulesOfCourse, removeFrom } from './ordered-rows.ts';

/** Removes a module with its lessons and returns the course's id. A published course keeps at least one lesson. */
export async function removeModule(em: EntityManager, viewer: Viewer, moduleId: string): Promise<string> {
  const { course, module } = await lockModuleToEdit(em, viewer, moduleId);
  await removeFrom(em, modulesOfCourse, { ...module, parentId: module.courseId });
  if (course.status === 'PUBLISHED' && !(await hasLesson(em, course.id)))
    throw courseErrors.make('COURSE_HAS_NO_LESSON');
  return course.id;
}
