import { rows } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { titleLengthMax } from '../course/course.ts';
import { lockCourseToEdit } from '../course/lock-course-to-edit.ts';
import { readLine } from '../course/read-input.ts';
import { moduleErrors } from './module.errors.ts';
import { countIn, modulesOfCourse } from './ordered-rows.ts';

export const modulesPerCourseMax = 100;

/** Adds a module at the end of a course and returns its id. */
export async function addModule(
  em: EntityManager,
  viewer: Viewer,
  input: { readonly courseId: string; readonly title: string },
): Promise<string> {
  const course = await lockCourseToEdit(em, viewer, input.courseId);
  const title = readLine('title', input.title, { min: 1, max: titleLengthMax });
  const count = await countIn(em, modulesOfCourse, course.id);
  if (count >= modulesPerCourseMax) throw moduleErrors.make('COURSE_IS_FULL', { facts: { max: modulesPerCourseMax } });
  const id = newId();
  await rows(em, 'insert into course.module (id, course_id, title, position) values (?, ?, ?, ?)', [
    id,
    course.id,
    title,
    count + 1,
  ]);
  return id;
}
