import { rows } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import type { EntityManager } from '@mikro-orm/postgresql';
import { titleLengthMax } from '../course/course.ts';
import { badInput, readForeignId, readLine, readText } from '../course/read-input.ts';
import { lessonsOfModule, moveTo } from '../module/ordered-rows.ts';
import type { Lesson } from './lesson.entity.ts';
import { bodyLengthMax, type LessonKind, readingMinutes } from './lesson.ts';
import { lockLessonToEdit } from './lock-lesson-to-edit.ts';

export type LessonChange = {
  readonly lessonId: string;
  readonly title?: string | null | undefined;
  readonly position?: number | null | undefined;
  readonly body?: string | null | undefined;
  readonly videoId?: string | null | undefined;
  readonly examId?: string | null | undefined;
};

/** Which field belongs to which kind of lesson. */
const contentFields = { body: 'READING', videoId: 'VIDEO', examId: 'EXAM' } as const satisfies Record<
  string,
  LessonKind
>;

/** Changes the title, the place or the content of a lesson; what is left out stays. Returns its id. */
export async function updateLesson(em: EntityManager, viewer: Viewer, change: LessonChange): Promise<string> {
  const { lesson } = await lockLessonToEdit(em, viewer, change.lessonId);
  refuseOtherKinds(lesson, change);
  if (typeof change.title === 'string') {
    const title = readLine('title', change.title, { min: 1, max: titleLengthMax });
    await rows(em, 'update course.lesson set title = ? where id = ?', [title, lesson.id]);
  }
  if (typeof change.body === 'string') {
    const body = readText('body', change.body, { max: bodyLengthMax });
    await rows(em, 'update course.lesson set body = ?, reading_minutes = ? where id = ?', [
      body,
      readingMinutes(body),
      lesson.id,
    ]);
  }
  if (typeof change.videoId === 'string') {
    const videoId = readForeignId('videoId', change.videoId);
    await rows(em, 'update course.lesson set video_id = ? where id = ?', [videoId, lesson.id]);
  }
  if (typeof change.examId === 'string') {
    const examId = readForeignId('examId', change.examId);
    await rows(em, 'update course.lesson set exam_id = ? where id = ?', [examId, lesson.id]);
  }
  if (typeof change.position === 'number') {
    await moveTo(em, lessonsOfModule, { ...lesson, parentId: lesson.moduleId }, change.position);
  }
  return lesson.id;
}

function refuseOtherKinds(lesson: Lesson, change: LessonChange): void {
  for (const field of ['body', 'videoId', 'examId'] as const) {
    const isGiven = change[field] !== undefined && change[field] !== null;
    if (isGiven && contentFields[field] !== lesson.kind) throw badInput(field, `This kind of lesson has no ${field}.`);
  }
}
