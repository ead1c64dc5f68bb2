import { rows } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { titleLengthMax } from '../course/course.ts';
import { readLine } from '../course/read-input.ts';
import { lockModuleToEdit } from './lock-module-to-edit.ts';
import { modulesOfCourse, moveTo } from './ordered-rows.ts';

export type ModuleChange = {
  readonly moduleId: string;
  readonly title?: string | null | undefined;
  readonly position?: number | null | undefined;
};

/** Changes the title or the place of a module; what is left out stays. Returns its id. */
export async function updateModule(em: EntityManager, viewer: Viewer, change: ModuleChange): Promise<string> {
  const { module } = await lockModuleToEdit(em, viewer, change.moduleId);
  if (typeof change.title === 'string') {
    const title = readLine('title', change.title, { min: 1, max: titleLengthMax });
    await rows(em, 'update course.module set title = ? where id = ?', [title, module.id]);
  }
  if (typeof change.position === 'number') {
    await moveTo(em, modulesOfCourse, { ...module, parentId: module.courseId }, change.position);
  }
  return module.id;
}
