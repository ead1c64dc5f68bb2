import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { instructorsMax, summaryLengthMax, titleLengthMax } from './course.ts';
import { appendCourseChanged } from './course-changed.ts';
import { searchTextOf } from './create-course.ts';
import { foldText } from './fold-text.ts';
import { lockCourseToEdit } from './lock-course-to-edit.ts';
import { readIds, readLine, readText } from './read-input.ts';

export type CourseChange = {
  readonly courseId: string;
  readonly title?: string | null | undefined;
  readonly summary?: string | null | undefined;
  readonly instructorIds?: readonly string[] | null | undefined;
};

/** Changes what is given and leaves the rest; the slug stays, so that addresses in use stay good. */
export async function updateCourse(em: EntityManager, viewer: Viewer, change: CourseChange): Promise<string> {
  const course = await lockCourseToEdit(em, viewer, change.courseId);
  if (typeof change.title === 'string') {
    course.title = readLine('title', change.title, { min: 1, max: titleLengthMax });
    course.sortTitle = foldText(course.title);
  }
  if (typeof change.summary === 'string') {
    course.summary = readText('summary', change.summary.trim(), { max: summaryLengthMax });
  }
  if (change.instructorIds) {
    course.instructorIds = readIds('instructorIds', change.instructorIds, { min: 1, max: instructorsMax });
  }
  course.searchText = searchTextOf(course.title, course.summary);
  await em.flush();
  await appendCourseChanged(em, course);
  return course.id;
}
