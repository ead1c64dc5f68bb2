import { transaction } from '@lectern/postgres';
import { requireUser } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import { examErrors } from '../exam/exam.errors.ts';
import { databaseNow, shareExam } from '../exam/exam.queries.ts';
import { windowState } from '../exam/exam.ts';
import { getVisibleExam } from '../exam/exam-access.ts';
import { registerSome } from './register-from-file.ts';
import type { RegistrationRow } from './registration.entity.ts';
import { registrationErrors } from './registration.errors.ts';
import { findRegistration } from './registration.queries.ts';

/** Registers the viewer; doing it again gives the same registration. */
export async function registerForExam(
  deps: Pick<RequestDeps, 'em' | 'viewer' | 'course' | 'events' | 'newSeed' | 'rooms'>,
  examId: string,
): Promise<RegistrationRow> {
  const user = requireUser(deps.viewer);
  const visible = await getVisibleExam(deps, examId);
  const existing = await findRegistration(deps.em, examId, user.id);
  if (existing) return existing;
  if (visible.status === 'DRAFT') throw examErrors.make('EXAM_NOT_PUBLISHED');
  if (!(await deps.course.isEnrolled(visible.courseId, user.id)))
    throw registrationErrors.make('EXAM_ENROLMENT_NEEDED');

  const registration = await transaction(deps.em, async (em) => {
    const exam = await shareExam(em, examId);
    if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
    const isOver = exam.status === 'CLOSED' || windowState(exam, await databaseNow(em)) === 'CLOSED';
    if (isOver) throw examErrors.make('EXAM_CLOSED');
    await registerSome(em, exam, [user.id], deps.newSeed);
    return findRegistration(em, examId, user.id);
  });
  if (!registration) throw new Error('a registration vanished while it was made');
  deps.events.learnersRegistered({ examId, count: 1 });
  deps.rooms.touch(examId);
  return registration;
}
