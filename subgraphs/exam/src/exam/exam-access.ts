import { LecternError } from '@lectern/errors';
import { isSignedIn } from '@lectern/request-signing';
import { accessErrors, hasRole, requireUser, type SignedInUser, upstreamErrors } from '@lectern/subgraph';
import type { RequestDeps } from '../deps.ts';
import type { ExamRow } from './exam.entity.ts';
import { examErrors } from './exam.errors.ts';
import { findExam } from './exam.queries.ts';

type AccessDeps = Pick<RequestDeps, 'viewer' | 'course'>;

/** Whether the viewer teaches the course: an instructor of it, or an admin. */
export async function teaches({ viewer, course }: AccessDeps, courseId: string): Promise<boolean> {
  if (!isSignedIn(viewer)) return false;
  return hasRole(viewer, 'ADMIN') || course.isInstructor(courseId, viewer.id);
}

/** The same for what is read: while the course subgraph does not answer, nobody but admins is known to teach. */
export async function isKnownToTeach(deps: AccessDeps, courseId: string): Promise<boolean> {
  try {
    return await teaches(deps, courseId);
  } catch (error) {
    if (error instanceof LecternError && error.code in upstreamErrors.definitions) return false;
    throw error;
  }
}

/** Whether the viewer may watch over exams of the course while they run: those who teach it, proctors and admins. */
export async function supervises(deps: AccessDeps, courseId: string): Promise<boolean> {
  return hasRole(deps.viewer, 'PROCTOR') || teaches(deps, courseId);
}

/** The same for what is read; while the course subgraph does not answer, only proctors and admins are known. */
export async function isKnownToSupervise(deps: AccessDeps, courseId: string): Promise<boolean> {
  return hasRole(deps.viewer, 'PROCTOR') || isKnownToTeach(deps, courseId);
}

/** Published and closed exams are seen by everybody, as their courses are; drafts by those who teach the course. */
export async function canSeeExam(deps: AccessDeps, exam: ExamRow): Promise<boolean> {
  return exam.status !== 'DRAFT' || teaches(deps, exam.courseId);
}

/** The viewer, who teaches the course or is an admin; throws UNAUTHENTICATED, COURSE_NOT_FOUND or FORBIDDEN. */
export async function requireTeacher(deps: AccessDeps, courseId: string): Promise<SignedInUser> {
  return requireWho(deps, courseId, teaches);
}

/** The same for those who watch over exams of the course. */
export async function requireSupervisor(deps: AccessDeps, courseId: string): Promise<SignedInUser> {
  return requireWho(deps, courseId, supervises);
}

async function requireWho(deps: AccessDeps, courseId: string, may: typeof teaches): Promise<SignedInUser> {
  const user = requireUser(deps.viewer);
  // The code is the course subgraph's own, whose answer this would be.
  if (!(await deps.course.exists(courseId, user.id))) {
    throw new LecternError('COURSE_NOT_FOUND', 'NOT_FOUND', 'There is no such course, or you may not see it.');
  }
  if (!(await may(deps, courseId))) throw accessErrors.make('FORBIDDEN');
  return user;
}

type ExamAccessDeps = AccessDeps & Pick<RequestDeps, 'em'>;
type ExamOfUser = { readonly exam: ExamRow; readonly user: SignedInUser };

/** An exam to change; throws UNAUTHENTICATED, EXAM_NOT_FOUND where the viewer may not see it, or FORBIDDEN. */
export async function getExamToTeach(deps: ExamAccessDeps, examId: string): Promise<ExamOfUser> {
  return getExamFor(deps, examId, teaches);
}

/** The same for those who watch over it. */
export async function getExamToSupervise(deps: ExamAccessDeps, examId: string): Promise<ExamOfUser> {
  return getExamFor(deps, examId, supervises);
}

async function getExamFor(deps: ExamAccessDeps, examId: string, may: typeof teaches): Promise<ExamOfUser> {
  const user = requireUser(deps.viewer);
  const exam = await findExam(deps.em, examId);
  if (!exam) throw examErrors.make('EXAM_NOT_FOUND');
  if (await may(deps, exam.courseId)) return { exam, user };
  throw exam.status === 'DRAFT' ? examErrors.make('EXAM_NOT_FOUND') : accessErrors.make('FORBIDDEN');
}

/** An exam the viewer may see; throws EXAM_NOT_FOUND. */
export async function getVisibleExam(deps: ExamAccessDeps, examId: string): Promise<ExamRow> {
  const exam = await findExam(deps.em, examId);
  if (!exam || !(await canSeeExam(deps, exam))) throw examErrors.make('EXAM_NOT_FOUND');
  return exam;
}
