import type { CourseEvent } from '@lectern/events';
import type { EntityManager } from '@mikro-orm/postgresql';
import { deleteGrantsOfCourse } from './grant.queries.ts';

/** Whoever is enrolled no more watches no more, without waiting for the grant to run out. */
export async function endGrantsOnWithdrawal(em: EntityManager, event: CourseEvent): Promise<void> {
  if (event.type !== 'course.enrolment.changed.v1' || event.payload.isEnrolled) return;
  await deleteGrantsOfCourse(em, event.payload.courseId, event.payload.learnerId);
}
