import type { Viewer } from '@lectern/request-signing';
import { newId } from '@lectern/runtime';
import { requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { courseErrors } from '../course/course.errors.ts';
import { findCourses } from '../course/course.queries.ts';
import { canSee } from '../course/course.ts';
import { findEnrolmentsOf, insertEnrolments } from './enrolment.queries.ts';
import { appendEnrolmentsChanged } from './enrolment-changed.ts';

/**
 * Enrols the viewer in a published course; whoever is in it already stays as they are. The course is not locked:
 * enrolling in the moment it is archived is the same as enrolling just before.
 */
export async function enrol(
  em: EntityManager,
  viewer: Viewer,
  courseId: string,
): Promise<{ id: string; isNew: boolean }> {
  const user = requireUser(viewer);
  const [course] = await findCourses(em, [courseId]);
  const [enrolment] = course ? await findEnrolmentsOf(em, user.id, [course.id]) : [];
  if (!course || !canSee(user, course, enrolment !== undefined)) throw courseErrors.make('COURSE_NOT_FOUND');
  if (enrolment) return { id: enrolment.id, isNew: false };
  if (course.status !== 'PUBLISHED') throw courseErrors.make('COURSE_NOT_PUBLISHED');
  const id = newId();
  const enrolled = await insertEnrolments(em, course.id, [{ id, learnerId: user.id }]);
  if (enrolled.length > 0) {
    await appendEnrolmentsChanged(em, course.id, enrolled, 'ENROLLED');
    return { id, isNew: true };
  }
  // Enrolled by somebody else between the two statements.
  const [winner] = await findEnrolmentsOf(em, user.id, [course.id]);
  return { id: winner?.id ?? id, isNew: false };
}
