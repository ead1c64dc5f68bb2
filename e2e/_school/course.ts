import { randomUUID } from 'node:crypto';
import {
  AddModuleDocument,
  AddReadingLessonDocument,
  CreateCourseDocument,
  EnrolLearnersDocument,
  type Lectern,
  PublishCourseDocument,
} from '@lectern/sdk';
import type { Account } from './accounts.ts';

export type Course = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Its one module, with one reading in it. */
  readonly moduleId: string;
};

/** Makes a published course of its own with one reading, taught by whoever makes it. */
export async function makeCourse(teacher: Lectern, title: string): Promise<Course> {
  const slug = `e2e-${randomUUID()}`;
  const { createCourse } = await teacher.mutate(CreateCourseDocument, {
    input: { title, slug, summary: `${title}, for a scenario.` },
  });
  const courseId = createCourse.course.id;
  const { addModule } = await teacher.mutate(AddModuleDocument, { input: { courseId, title: 'Beginnings' } });
  const moduleId = addModule.module.id;
  await teacher.mutate(AddReadingLessonDocument, {
    input: { moduleId, title: 'To begin with', body: 'A few words before anything else.' },
  });
  await teacher.mutate(PublishCourseDocument, { input: { courseId } });
  return { id: courseId, slug, title, moduleId };
}

/** Enrols learners in a course. */
export async function enrolAll(teacher: Lectern, course: Course, learners: readonly Account[]): Promise<void> {
  const learnerIds = learners.map(({ id }) => id);
  await teacher.mutate(EnrolLearnersDocument, { input: { courseId: course.id, learnerIds } });
}
