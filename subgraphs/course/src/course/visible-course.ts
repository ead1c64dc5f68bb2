import type { RequestDeps } from '../deps.ts';
import type { Course } from './course.entity.ts';
import { courseErrors } from './course.errors.ts';
import { canRead, canSee } from './course.ts';

type Deps = Pick<RequestDeps, 'viewer' | 'loaders'>;

/** The course when the viewer may know of it, else null. */
export async function findVisibleCourse(deps: Deps, courseId: string): Promise<Course | null> {
  const course = await deps.loaders.course.load(courseId);
  return course && (await isVisible(deps, course)) ? course : null;
}

/** Whether the viewer may know of a course. The enrolment is looked up only where it decides. */
export async function isVisible({ viewer, loaders }: Deps, course: Course): Promise<boolean> {
  if (canSee(viewer, course, false)) return true;
  if (!canSee(viewer, course, true)) return false;
  return (await loaders.viewerEnrolment.load(course.id)) !== null;
}

/** Whether the viewer may read what a course's lessons contain. */
export async function isReadable({ viewer, loaders }: Deps, courseId: string): Promise<boolean> {
  const course = await loaders.course.load(courseId);
  if (!course) return false;
  return (
    canRead(viewer, course, false) || canRead(viewer, course, (await loaders.viewerEnrolment.load(courseId)) !== null)
  );
}

/** The course as it stands after a change of it, or as the parent of something visible. */
export async function getCourse({ loaders }: Deps, courseId: string): Promise<Course> {
  const course = await loaders.course.load(courseId);
  if (!course) throw courseErrors.make('COURSE_NOT_FOUND');
  return course;
}
