import type { LecternError } from '@lectern/errors';
import type { Viewer } from '@lectern/request-signing';
import { accessErrors, requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Course } from './course.entity.ts';
import { courseErrors } from './course.errors.ts';
import { isEnrolledIn, lockCourse } from './course.queries.ts';
import { canSee, teaches } from './course.ts';

/**
 * The course, locked, for somebody who may change it. Throws UNAUTHENTICATED; FORBIDDEN for a course the viewer may
 * only see; `notFound` for one they may not even see.
 */
export async function lockCourseToEdit(
  em: EntityManager,
  viewer: Viewer,
  courseId: string,
  notFound: () => LecternError = () => courseErrors.make('COURSE_NOT_FOUND'),
): Promise<Course> {
  const user = requireUser(viewer);
  const course = await lockCourse(em, courseId);
  if (!course) throw notFound();
  if (teaches(user, course)) return course;
  throw canSee(user, course, await isEnrolledIn(em, course.id, user.id)) ? accessErrors.make('FORBIDDEN') : notFound();
}
