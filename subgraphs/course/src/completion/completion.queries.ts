import { rows } from '@lectern/postgres';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { LessonKind } from '../lesson/lesson.ts';
import type { Progress } from './progress.ts';

/** That a learner has read a lesson (subject: the lesson's id), watched a video or passed an exam (theirs). */
export type Completion = {
  readonly learnerId: string;
  readonly kind: LessonKind;
  readonly subjectId: string;
  readonly completedAt: Date;
};

/**
 * Notes completions in one statement. The earliest stays, so that the outcome is the same in whatever order and
 * however often they are noted.
 */
export async function noteCompletions(em: EntityManager, completions: readonly Completion[]): Promise<void> {
  await rows(
    em,
    `insert into course.completion (learner_id, kind, subject_id, completed_at)
     select learner_id, kind, subject_id, min(completed_at)
     from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[]) as c (learner_id, kind, subject_id, completed_at)
     group by learner_id, kind, subject_id
     order by learner_id, kind, subject_id
     on conflict (learner_id, kind, subject_id) do update set completed_at = excluded.completed_at
     where excluded.completed_at < completion.completed_at`,
    [
      completions.map(({ learnerId }) => learnerId),
      completions.map(({ kind }) => kind),
      completions.map(({ subjectId }) => subjectId),
      completions.map(({ completedAt }) => completedAt.toISOString()),
    ],
  );
}

/** Marks a reading as completed now, by the database's clock. */
export async function noteReading(em: EntityManager, learnerId: string, lessonId: string): Promise<void> {
  await rows(
    em,
    `insert into course.completion (learner_id, kind, subject_id, completed_at) values (?, 'READING', ?, now())
     on conflict do nothing`,
    [learnerId, lessonId],
  );
}

/** Which of the lessons one learner has completed. */
export async function findCompletedLessons(
  em: EntityManager,
  learnerId: string,
  lessonIds: readonly string[],
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    em,
    `select l.id from course.lesson l
     join course.completion c on c.learner_id = ? and c.kind = l.kind and c.subject_id = l.completion_subject
     where l.id = any(?::uuid[])`,
    [learnerId, lessonIds],
  );
  return found.map(({ id }) => id);
}

export type ProgressKey = { readonly courseId: string; readonly learnerId: string };

/** How far several learners are in several courses, in one statement; every key has its row. */
export async function computeProgress(
  em: EntityManager,
  keys: readonly ProgressKey[],
): Promise<(ProgressKey & Progress)[]> {
  return rows(
    em,
    `select k.course_id as "courseId", k.learner_id as "learnerId",
       count(l.id)::int as "lessonCount",
       count(c.learner_id)::int as "completedLessonCount",
       max(c.completed_at) as "lastCompletedAt",
       (array_agg(l.id order by m.position, l.position) filter (where l.id is not null and c.learner_id is null))[1]
         as "nextLessonId"
     from unnest(?::uuid[], ?::text[]) as k (course_id, learner_id)
     left join course.lesson l on l.course_id = k.course_id
     left join course.module m on m.id = l.module_id
     left join course.completion c
       on c.learner_id = k.learner_id and c.kind = l.kind and c.subject_id = l.completion_subject
     group by k.course_id, k.learner_id`,
    [keys.map(({ courseId }) => courseId), keys.map(({ learnerId }) => learnerId)],
  );
}
