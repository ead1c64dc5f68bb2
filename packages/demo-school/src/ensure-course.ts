import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AddExamLessonDocument,
  AddModuleDocument,
  AddReadingLessonDocument,
  AddVideoLessonDocument,
  CourseDocument,
  CourseForEditingDocument,
  CreateCourseDocument,
  type DataOf,
  EnrolLearnersDocument,
  type Lectern,
  PublishCourseDocument,
} from '@lectern/sdk';
import { ensureExam, ensureRegistrations } from './ensure-exam.ts';
import { ensureVideo } from './ensure-video.ts';
import type { DemoCourse, DemoLesson } from './school.ts';

export const contentFolder = join(import.meta.dirname, '../content');

/** The course with its lessons, published, with everybody enrolled and registered. Returns its id. */
export async function ensureCourse(
  teacher: Lectern,
  wanted: DemoCourse,
  learnerIds: readonly string[],
): Promise<string> {
  const found = await teacher.query(CourseDocument, { slug: wanted.slug });
  const courseId = found.course?.id ?? (await createCourse(teacher, wanted));
  const modules = await readModules(teacher, courseId);
  for (const { title, lessons } of wanted.modules) {
    const module =
      modules.find((candidate) => candidate.title === title) ?? (await addModule(teacher, courseId, title));
    for (const lesson of lessons) {
      if (!module.lessons.some((present) => present.title === lesson.title)) {
        await addLesson(teacher, courseId, module.id, lesson);
      }
    }
  }
  if (found.course?.status !== 'PUBLISHED') await teacher.mutate(PublishCourseDocument, { input: { courseId } });
  await teacher.mutate(EnrolLearnersDocument, { input: { courseId, learnerIds } });
  await ensureRegistrations(teacher, courseId, learnerIds);
  return courseId;
}

async function createCourse(teacher: Lectern, { slug, title, summary }: DemoCourse): Promise<string> {
  const { createCourse: created } = await teacher.mutate(CreateCourseDocument, { input: { slug, title, summary } });
  return created.course.id;
}

type Module = NonNullable<DataOf<typeof CourseForEditingDocument>['course']>['modules'][number];

async function readModules(teacher: Lectern, id: string): Promise<readonly Module[]> {
  return (await teacher.query(CourseForEditingDocument, { id })).course?.modules ?? [];
}

async function addModule(teacher: Lectern, courseId: string, title: string): Promise<Module> {
  const { addModule: added } = await teacher.mutate(AddModuleDocument, { input: { courseId, title } });
  return added.module;
}

async function addLesson(teacher: Lectern, courseId: string, moduleId: string, lesson: DemoLesson): Promise<void> {
  const { title } = lesson;
  switch (lesson.kind) {
    case 'READING': {
      const text = await readFile(join(contentFolder, 'readings', lesson.file), 'utf8');
      await teacher.mutate(AddReadingLessonDocument, { input: { moduleId, title, body: withoutTitle(text) } });
      return;
    }
    case 'VIDEO': {
      const videoId = await ensureVideo(teacher, courseId, title);
      await teacher.mutate(AddVideoLessonDocument, { input: { moduleId, title, videoId } });
      return;
    }
    case 'EXAM': {
      const examId = await ensureExam(teacher, courseId, lesson.exam);
      await teacher.mutate(AddExamLessonDocument, { input: { moduleId, title, examId } });
      return;
    }
    default:
      lesson satisfies never;
  }
}

/** The page shows the lesson's title itself. */
function withoutTitle(markdown: string): string {
  return markdown.replace(/^# .*\n+/, '');
}
