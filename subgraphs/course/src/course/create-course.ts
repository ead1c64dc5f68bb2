import { rows } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import { newId } from '@lectern/runtime';
import { requireRole } from '@lectern/subgraph';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Course, CourseEntity } from './course.entity.ts';
import { courseErrors } from './course.errors.ts';
import { summaryLengthMax, titleLengthMax } from './course.ts';
import { appendCourseChanged } from './course-changed.ts';
import { foldText } from './fold-text.ts';
import { badInput, readLine, readText } from './read-input.ts';
import { freeSlug, isSlug, slugLengthMax, slugOf } from './slug.ts';

export type CourseToCreate = {
  readonly title: string;
  readonly summary?: string | undefined;
  readonly slug?: string | null | undefined;
};

/** Each round loses to at least one other course that took the slug; beyond this many the id decides. */
const slugRoundsMax = 10;

/**
 * Makes a draft that the viewer teaches, and returns its id. For INSTRUCTOR and ADMIN. A slug that was asked for and
 * is taken is refused; one made from the title gets a number.
 */
export async function createCourse(em: EntityManager, viewer: Viewer, input: CourseToCreate): Promise<string> {
  const user = requireRole(viewer, 'INSTRUCTOR', 'ADMIN');
  const title = readLine('title', input.title, { min: 1, max: titleLengthMax });
  const summary = readText('summary', (input.summary ?? '').trim(), { max: summaryLengthMax });
  const values = { id: newId(), title, summary, instructorIds: [user.id] };
  if (typeof input.slug === 'string') await insertWithSlug(em, values, input.slug);
  else await insertWithFreeSlug(em, values, slugOf(title));
  const course = await em.findOneOrFail(CourseEntity, { id: values.id });
  await appendCourseChanged(em, course);
  return course.id;
}

type Values = Pick<Course, 'id' | 'title' | 'summary' | 'instructorIds'>;

async function insertWithSlug(em: EntityManager, values: Values, slug: string): Promise<void> {
  if (!isSlug(slug)) {
    throw badInput('slug', `slug must have 1 to ${slugLengthMax} of the characters a-z, 0-9 and single hyphens.`);
  }
  if (!(await insert(em, values, slug))) throw courseErrors.make('COURSE_SLUG_TAKEN', { facts: { field: 'slug' } });
}

async function insertWithFreeSlug(em: EntityManager, values: Values, base: string): Promise<void> {
  const lost = new Set<string>();
  for (let round = 0; round < slugRoundsMax; round += 1) {
    const similar = await rows<{ slug: string }>(
      em,
      // Slugs hold no characters that mean anything in a pattern.
      `select slug from course.course where slug = ? or slug ~ ('^' || ? || '-[0-9]+$')`,
      [base, base],
    );
    const slug = freeSlug(base, new Set([...lost, ...similar.map((row) => row.slug)]));
    if (await insert(em, values, slug)) return;
    lost.add(slug);
  }
  await insert(em, values, `${base.slice(0, slugLengthMax - 13)}-${values.id.slice(-12)}`);
}

/** False when another course has the slug; waits for one that is just being made with it. */
async function insert(em: EntityManager, values: Values, slug: string): Promise<boolean> {
  const { id, title, summary, instructorIds } = values;
  const inserted = await rows(
    em,
    `insert into course.course (id, slug, title, summary, status, instructor_ids, sort_title, search_text)
     values (?, ?, ?, ?, 'DRAFT', ?::text[], ?, ?)
     on conflict (slug) do nothing returning id`,
    [id, slug, title, summary, instructorIds, foldText(title), searchTextOf(title, summary)],
  );
  return inserted.length > 0;
}

/** What a search looks through. */
export function searchTextOf(title: string, summary: string): string {
  return `${foldText(title)}\n${foldText(summary)}`;
}
