import { type EnrolmentChanged, streamNames } from '@lectern/events';
import { appendAllToOutbox } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Tells the other services who is now in a course or no longer, in the transaction that made it so. */
export async function appendEnrolmentsChanged(
  em: EntityManager,
  courseId: string,
  learnerIds: readonly string[],
  change: 'ENROLLED' | 'LEFT',
): Promise<void> {
  const type: EnrolmentChanged['type'] = 'course.enrolment.changed.v1';
  const events = learnerIds.map((learnerId) => {
    const payload: EnrolmentChanged['payload'] = { courseId, learnerId, isEnrolled: change === 'ENROLLED' };
    return { type, payload };
  });
  await appendAllToOutbox(em, 'course', streamNames.course, events);
}
