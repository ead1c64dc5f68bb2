import type { CourseChanged } from '@lectern/events';
import { streamNames } from '@lectern/events';
import { appendToOutbox } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Course } from './course.entity.ts';

/** Tells the other services what a course now is, in the transaction that made it so. */
export async function appendCourseChanged(em: EntityManager, course: Course): Promise<void> {
  const type: CourseChanged['type'] = 'course.course.changed.v1';
  const payload: CourseChanged['payload'] = {
    courseId: course.id,
    title: course.title,
    status: course.status,
    instructorIds: course.instructorIds,
  };
  await appendToOutbox(em, 'course', streamNames.course, { type, payload });
}
