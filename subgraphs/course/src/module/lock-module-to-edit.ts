import type { Viewer } from '@lectern/request-signing';
import { isId } from '@lectern/runtime';
import { requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Course } from '../course/course.entity.ts';
import { lockCourseToEdit } from '../course/lock-course-to-edit.ts';
import { type Module, ModuleEntity } from './module.entity.ts';
import { moduleErrors } from './module.errors.ts';

/** A module of a course that the viewer may change; the whole course is locked. Else MODULE_NOT_FOUND or FORBIDDEN. */
export async function lockModuleToEdit(
  em: EntityManager,
  viewer: Viewer,
  moduleId: string,
): Promise<{ course: Course; module: Module }> {
  requireUser(viewer);
  const notFound = () => moduleErrors.make('MODULE_NOT_FOUND');
  const seen = isId(moduleId) ? await em.findOne(ModuleEntity, { id: moduleId }) : null;
  if (!seen) throw notFound();
  const course = await lockCourseToEdit(em, viewer, seen.courseId, notFound);
  // Read again behind the lock: it may have moved or gone while this one waited.
  const module = await em.findOne(ModuleEntity, { id: moduleId }, { refresh: true });
  if (!module) throw notFound();
  return { course, module };
}
