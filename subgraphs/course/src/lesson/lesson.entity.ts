import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { lessonKinds } from './lesson.ts';

export const LessonEntity = defineEntity({
  name: 'Lesson',
  schema: 'course',
  tableName: 'lesson',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    moduleId: p.uuid(),
    kind: p.enum(lessonKinds),
    title: p.text(),
    /** From 1, without gaps, within the module. */
    position: p.integer(),
    /** Markdown of a READING; up to 200,000 characters, so read only where it is asked for. */
    body: p.text().nullable().lazy(),
    readingMinutes: p.integer().nullable(),
    videoId: p.text().nullable(),
    examId: p.text().nullable(),
  },
});

export type Lesson = InferEntity<typeof LessonEntity>;
