import { rows } from '@lectern/postgres';
import { isId } from '@lectern/runtime';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Course, CourseEntity } from './course.entity.ts';
import { isSlug } from './slug.ts';

export async function findCourses(em: EntityManager, ids: readonly string[]): Promise<Course[]> {
  return em.find(CourseEntity, { id: { $in: ids.filter(isId) } });
}

export async function findCourseBySlug(em: EntityManager, slug: string): Promise<Course | null> {
  return isSlug(slug) ? em.findOne(CourseEntity, { slug }) : null;
}

/** The course, locked against every other change of it or of its outline until the transaction ends. */
export async function lockCourse(em: EntityManager, id: string): Promise<Course | null> {
  if (!isId(id)) return null;
  return em.findOne(CourseEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export async function isEnrolledIn(em: EntityManager, courseId: string, learnerId: string): Promise<boolean> {
  const found = await rows(em, 'select 1 from course.enrolment where learner_id = ? and course_id = ?', [
    learnerId,
    courseId,
  ]);
  return found.length > 0;
}

export async function hasLesson(em: EntityManager, courseId: string): Promise<boolean> {
  return (await rows(em, 'select 1 from course.lesson where course_id = ? limit 1', [courseId])).length > 0;
}

/** Published courses after `after` ([sort title, id]) whose folded title or summary contains `search`. */
export async function listCatalogue(
  em: EntityManager,
  page: { readonly limit: number; readonly after: readonly [string, string] | undefined },
  search: string,
): Promise<Course[]> {
  const after = page.after ? 'and (sort_title, id) > (?, ?::uuid)' : '';
  const found = await rows<{ id: string }>(
    em,
    `select id from course.course
     where status = 'PUBLISHED' and strpos(search_text, ?) > 0 ${after}
     order by sort_title, id limit ?`,
    [search, ...(page.after ?? []), page.limit],
  );
  return inOrder(await findCourses(em, found.map(idOf)), found.map(idOf));
}

export async function countCatalogue(em: EntityManager, search: string): Promise<number> {
  return countOf(
    em,
    `select count(*)::int as count from course.course where status = 'PUBLISHED' and strpos(search_text, ?) > 0`,
    [search],
  );
}

/** Courses taught by one person, or all of them, newest first: ids are made in the order of time. */
export async function listTaught(
  em: EntityManager,
  page: { readonly limit: number; readonly after: string | undefined },
  instructorId: string | 'ANYONE',
): Promise<Course[]> {
  const conditions = [
    ...(instructorId === 'ANYONE' ? [] : ['instructor_ids @> array[?]']),
    ...(page.after ? ['id < ?::uuid'] : []),
  ];
  const found = await rows<{ id: string }>(
    em,
    `select id from course.course ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by id desc limit ?`,
    [...(instructorId === 'ANYONE' ? [] : [instructorId]), ...(page.after ? [page.after] : []), page.limit],
  );
  return inOrder(await findCourses(em, found.map(idOf)), found.map(idOf));
}

export async function countTaught(em: EntityManager, instructorId: string | 'ANYONE'): Promise<number> {
  return instructorId === 'ANYONE'
    ? countOf(em, 'select count(*)::int as count from course.course', [])
    : countOf(em, 'select count(*)::int as count from course.course where instructor_ids @> array[?]', [instructorId]);
}

async function countOf(em: EntityManager, sql: string, params: readonly unknown[]): Promise<number> {
  return (await rows<{ count: number }>(em, sql, params))[0]?.count ?? 0;
}

function idOf(row: { readonly id: string }): string {
  return row.id;
}

function inOrder(courses: readonly Course[], ids: readonly string[]): Course[] {
  const byId = new Map(courses.map((course) => [course.id, course]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
