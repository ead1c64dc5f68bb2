import type { Viewer } from '@lectern/request-signing';
import { hasRole } from '@lectern/subgraph';
import type { CourseAccess } from './course-access.ts';
import type { Exam } from './exam.entity.ts';

type Deps = { readonly viewer: Viewer; readonly courseAccess: CourseAccess };

/** The numbers are for those who teach the course, proctors and admins, and for services. */
export async function mayWatch({ viewer, courseAccess }: Deps, exam: Pick<Exam, 'courseId'>): Promise<boolean> {
  if (viewer.kind === 'SERVICE' || hasRole(viewer, 'PROCTOR', 'ADMIN')) return true;
  return viewer.kind === 'USER' && courseAccess.isInstructor(exam.courseId, viewer.id);
}

/** Everybody's results are for those who teach the course and admins. */
export async function mayExport({ viewer, courseAccess }: Deps, exam: Pick<Exam, 'courseId'>): Promise<boolean> {
  if (hasRole(viewer, 'ADMIN')) return true;
  return viewer.kind === 'USER' && courseAccess.isInstructor(exam.courseId, viewer.id);
}
