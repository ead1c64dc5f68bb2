import type { Viewer } from '@lectern/request-signing';
import { accessErrors, requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Course } from '../course/course.entity.ts';
import { courseErrors } from '../course/course.errors.ts';
import { findCourses, isEnrolledIn } from '../course/course.queries.ts';
import { canSee, teaches } from '../course/course.ts';
import { readForeignId } from '../course/read-input.ts';
import { deleteEnrolment } from './enrolment.queries.ts';
import { appendEnrolmentsChanged } from './enrolment-changed.ts';

/** Ends the viewer's own enrolment, or anybody's for those who teach the course. Doing it again changes nothing. */
export async function unenrol(
  em: EntityManager,
  viewer: Viewer,
  input: { readonly courseId: string; readonly learnerId?: string | null | undefined },
): Promise<Course> {
  const user = requireUser(viewer);
  const [course] = await findCourses(em, [input.courseId]);
  const isEnrolled = course !== undefined && (await isEnrolledIn(em, course.id, user.id));
  if (!course || !canSee(user, course, isEnrolled)) throw courseErrors.make('COURSE_NOT_FOUND');
  const learnerId = input.learnerId ? readForeignId('learnerId', input.learnerId) : user.id;
  if (learnerId !== user.id && !teaches(user, course)) throw accessErrors.make('FORBIDDEN');
  if (await deleteEnrolment(em, course.id, learnerId)) {
    await appendEnrolmentsChanged(em, course.id, [learnerId], 'LEFT');
  }
  return course;
}
