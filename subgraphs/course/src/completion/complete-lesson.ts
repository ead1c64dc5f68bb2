import type { Viewer } from '@lectern/request-signing';
import { requireUser } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { findCourses, isEnrolledIn } from '../course/course.queries.ts';
import { canSee } from '../course/course.ts';
import { enrolmentErrors } from '../enrolment/enrolment.errors.ts';
import type { Lesson } from '../lesson/lesson.entity.ts';
import { lessonErrors } from '../lesson/lesson.errors.ts';
import { findLessons } from '../lesson/lesson.queries.ts';
import { completionErrors } from './completion.errors.ts';
import { noteReading } from './completion.queries.ts';

/** Marks a reading as completed by the viewer, who must be enrolled. Doing it again changes nothing. */
export async function completeLesson(em: EntityManager, viewer: Viewer, lessonId: string): Promise<Lesson> {
  const user = requireUser(viewer);
  const [lesson] = await findLessons(em, [lessonId]);
  const [course] = lesson ? await findCourses(em, [lesson.courseId]) : [];
  const isEnrolled = course !== undefined && (await isEnrolledIn(em, course.id, user.id));
  if (!lesson || !course || !canSee(user, course, isEnrolled)) throw lessonErrors.make('LESSON_NOT_FOUND');
  if (lesson.kind !== 'READING') throw completionErrors.make('LESSON_COMPLETES_ITSELF');
  if (!isEnrolled) throw enrolmentErrors.make('NOT_ENROLLED');
  await noteReading(em, user.id, lesson.id);
  return lesson;
}
