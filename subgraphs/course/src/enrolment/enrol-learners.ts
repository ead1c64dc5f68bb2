import type { Viewer } from '@lectern/request-signing';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { courseErrors } from '../course/course.errors.ts';
import { lockCourseToEdit } from '../course/lock-course-to-edit.ts';
import { readIds } from '../course/read-input.ts';
import { insertEnrolments } from './enrolment.queries.ts';
import { appendEnrolmentsChanged } from './enrolment-changed.ts';

export const learnersPerRequestMax = 1_000;

/** Enrols learners in bulk; returns how many were not enrolled before. For those who teach the course. */
export async function enrolLearners(
  em: EntityManager,
  viewer: Viewer,
  input: { readonly courseId: string; readonly learnerIds: readonly string[] },
): Promise<{ courseId: string; enrolledCount: number }> {
  const course = await lockCourseToEdit(em, viewer, input.courseId);
  const learnerIds = readIds('learnerIds', input.learnerIds, { max: learnersPerRequestMax });
  if (course.status !== 'PUBLISHED') throw courseErrors.make('COURSE_NOT_PUBLISHED');
  const enrolled = await insertEnrolments(
    em,
    course.id,
    learnerIds.map((learnerId) => ({ id: newId(), learnerId })),
  );
  await appendEnrolmentsChanged(em, course.id, enrolled, 'ENROLLED');
  return { courseId: course.id, enrolledCount: enrolled.length };
}
