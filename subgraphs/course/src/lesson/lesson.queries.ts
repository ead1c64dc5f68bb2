import { rows } from '@lectern/postgres';
import { isId } from '@lectern/runtime';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Lesson, LessonEntity } from './lesson.entity.ts';

export async function findLessons(em: EntityManager, ids: readonly string[]): Promise<Lesson[]> {
  return em.find(LessonEntity, { id: { $in: ids.filter(isId) } });
}

/** The lessons of several modules, each module's in order. */
export async function listLessonsOf(em: EntityManager, moduleIds: readonly string[]): Promise<Lesson[]> {
  return em.find(LessonEntity, { moduleId: { $in: [...moduleIds] } }, { orderBy: { position: 'asc' } });
}

/** How many lessons each of the courses has; those without are left out. */
export async function countLessonsOf(
  em: EntityManager,
  courseIds: readonly string[],
): Promise<{ readonly courseId: string; readonly count: number }[]> {
  return rows(
    em,
    `select course_id as "courseId", count(*)::int as count from course.lesson
     where course_id = any(?::uuid[]) group by course_id`,
    [courseIds],
  );
}

/** The texts of readings. */
export async function findBodies(
  em: EntityManager,
  lessonIds: readonly string[],
): Promise<{ readonly id: string; readonly body: string | null }[]> {
  return rows(em, 'select id, body from course.lesson where id = any(?::uuid[])', [lessonIds]);
}
