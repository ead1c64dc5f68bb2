import { rows } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import { newId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { titleLengthMax } from '../course/course.ts';
import { readForeignId, readLine, readText } from '../course/read-input.ts';
import { lockModuleToEdit } from '../module/lock-module-to-edit.ts';
import { moduleErrors } from '../module/module.errors.ts';
import { countIn, lessonsOfModule } from '../module/ordered-rows.ts';
import { bodyLengthMax, lessonsPerModuleMax, readingMinutes } from './lesson.ts';

/** What a lesson holds, by its kind. */
export type LessonContent =
  | { readonly kind: 'READING'; readonly body: string }
  | { readonly kind: 'VIDEO'; readonly videoId: string | null }
  | { readonly kind: 'EXAM'; readonly examId: string | null };

export type LessonToAdd = { readonly moduleId: string; readonly title: string; readonly content: LessonContent };

/** Adds a lesson at the end of a module and returns its id. */
export async function addLesson(em: EntityManager, viewer: Viewer, input: LessonToAdd): Promise<string> {
  const { module } = await lockModuleToEdit(em, viewer, input.moduleId);
  const title = readLine('title', input.title, { min: 1, max: titleLengthMax });
  const { body, videoId, examId } = columnsOf(input.content);
  const count = await countIn(em, lessonsOfModule, module.id);
  if (count >= lessonsPerModuleMax) throw moduleErrors.make('COURSE_IS_FULL', { facts: { max: lessonsPerModuleMax } });
  const id = newId();
  await rows(
    em,
    `insert into course.lesson
       (id, course_id, module_id, kind, title, position, body, reading_minutes, video_id, exam_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      module.courseId,
      module.id,
      input.content.kind,
      title,
      count + 1,
      body,
      body === null ? null : readingMinutes(body),
      videoId,
      examId,
    ],
  );
  return id;
}

function columnsOf(content: LessonContent) {
  const nothing = { body: null, videoId: null, examId: null };
  switch (content.kind) {
    case 'READING':
      return { ...nothing, body: readText('body', content.body, { max: bodyLengthMax }) };
    case 'VIDEO':
      return { ...nothing, videoId: content.videoId === null ? null : readForeignId('videoId', content.videoId) };
    case 'EXAM':
      return { ...nothing, examId: content.examId === null ? null : readForeignId('examId', content.examId) };
    default:
      return content satisfies never;
  }
}
