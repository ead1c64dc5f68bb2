import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { admin, anonymous, makeCourse, startTestCourse, type TestCourse, teacher } from './_start-test-course.ts';

let course: TestCourse;
beforeAll(async () => {
  course = await startTestCourse();
});
afterAll(async () => course[Symbol.asyncDispose]());

const create = (title: string, input: object = {}) =>
  course.do(
    teacher,
    'createCourse',
    { title, ...input },
    '{ course { id slug title summary status instructors { id } } }',
  );

describe('a new course', () => {
  it('is a draft taught by whoever made it', async () => {
    const made = await create('  Optics   for\nall ', { summary: ' About light. ' });
    expect(made.course).toMatchObject({
      slug: 'optics-for-all',
      title: 'Optics for all',
      summary: 'About light.',
      status: 'DRAFT',
      instructors: [{ id: 'teacher' }],
    });
  });

  it('gets a slug of its own although ten with the same title are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => create('Öl & Wasser')));
    const slugs = made.map((payload) => payload.course.slug).sort();
    expect(new Set(slugs).size).toBe(10);
    expect(slugs).toContain('ol-wasser');
    expect(slugs.every((slug: string) => /^ol-wasser(-\d+)?$/.test(slug))).toBe(true);
  });

  it('keeps the slug that was asked for, and refuses one that is taken', async () => {
    expect((await create('Anything', { slug: 'my-slug' })).course.slug).toBe('my-slug');
    const again = `mutation { createCourse(input: { title: "B", slug: "my-slug" }) { course { id } } }`;
    expect(await course.outcome(teacher, again)).toBe('COURSE_SLUG_TAKEN');
  });

  const badInputs: [string, string, string][] = [
    ['an empty title', 'title: "   "', 'title'],
    ['a title too long', `title: "${'a'.repeat(201)}"`, 'title'],
    ['a summary too long', `title: "a", summary: "${'a'.repeat(2_001)}"`, 'summary'],
    ['a slug with capitals', 'title: "a", slug: "Abc"', 'slug'],
    ['a title with a NUL', 'title: "a\\u0000b"', 'title'],
  ];
  it.each(badInputs)('is refused with %s, naming the field', async (_name, input, field) => {
    const answer = await course.ask(teacher, `mutation { createCourse(input: { ${input} }) { course { id } } }`);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field });
  });
});

describe('changing a course', () => {
  it('changes what is given, keeps the slug, and tells the other services', async () => {
    const { courseId } = await makeCourse(course, 'PUBLISHED', 'Before');
    const input = { courseId, title: 'After', instructorIds: ['teacher', 'second', 'second'] };
    const changed = await course.do(
      teacher,
      'updateCourse',
      input,
      '{ course { slug title summary instructors { id } } }',
    );
    expect(changed.course).toEqual({
      slug: 'before',
      title: 'After',
      summary: '',
      instructors: [{ id: 'teacher' }, { id: 'second' }],
    });
    const event = await waitFor('the event', async () =>
      (await course.published()).find(({ payload }) => 'title' in payload && payload.title === 'After'),
    );
    expect(event).toMatchObject({
      type: 'course.course.changed.v1',
      payload: { courseId, status: 'PUBLISHED', instructorIds: ['teacher', 'second'] },
    });
  });

  it('needs somebody who teaches it', async () => {
    const { courseId } = await makeCourse(course);
    const query = `mutation { updateCourse(input: { courseId: "${courseId}", instructorIds: [] }) { course { id } } }`;
    expect(await course.outcome(admin, query)).toBe('BAD_INPUT');
  });
});

describe('publishing', () => {
  const publish = (id: string) => `mutation { publishCourse(input: { courseId: "${id}" }) { course { publishedAt } } }`;

  it('needs a lesson', async () => {
    const { course: empty } = await create('Empty');
    expect(await course.outcome(teacher, publish(empty.id))).toBe('COURSE_HAS_NO_LESSON');
  });

  it('changes nothing when done again, and the day of publishing stays after archiving', async () => {
    const { courseId } = await makeCourse(course);
    const first = (await course.get(teacher, publish(courseId))).publishCourse.course.publishedAt;
    expect((await course.get(teacher, publish(courseId))).publishCourse.course.publishedAt).toBe(first);
    await course.do(teacher, 'archiveCourse', { courseId }, '{ course { id } }');
    const again = (await course.get(teacher, publish(courseId))).publishCourse.course;
    expect(again).toEqual({ publishedAt: first });
  });

  it('of a draft cannot be taken back before it is done', async () => {
    const { courseId } = await makeCourse(course, 'DRAFT');
    const archive = `mutation { archiveCourse(input: { courseId: "${courseId}" }) { course { id } } }`;
    expect(await course.outcome(teacher, archive)).toBe('COURSE_NOT_PUBLISHED');
  });

  it('holds: a published course keeps its last lesson, although two are removed at once', async () => {
    const { courseId, moduleId, examLessonId } = await makeCourse(course);
    await course.do(teacher, 'removeLesson', { lessonId: examLessonId }, '{ course { id } }');
    const module = `query { course(id: "${courseId}") { lessonCount modules { lessons { id } } } }`;
    const [a, b] = (await course.get(teacher, module)).course.modules[0].lessons;
    const remove = (id: string) => `mutation { removeLesson(input: { lessonId: "${id}" }) { course { id } } }`;
    const outcomes = await Promise.all([a, b].map(({ id }) => course.outcome(teacher, remove(id))));
    expect(outcomes.sort()).toEqual(['COURSE_HAS_NO_LESSON', 'ok']);
    const removeModule = `mutation { removeModule(input: { moduleId: "${moduleId}" }) { course { id } } }`;
    expect(await course.outcome(teacher, removeModule)).toBe('COURSE_HAS_NO_LESSON');
    expect((await course.get(teacher, module)).course.lessonCount).toBe(1);
  });
});

describe('the catalogue', () => {
  let catalogue: TestCourse;
  const titles = ['Zoology', 'algebra', 'Ästhetik', 'Ökonomie', 'botany', 'Calculus 100%', '代数学'];
  beforeAll(async () => {
    catalogue = await startTestCourse();
    for (const title of titles) await makeCourse(catalogue, 'PUBLISHED', title);
    await makeCourse(catalogue, 'DRAFT', 'Draft algebra');
    await makeCourse(catalogue, 'ARCHIVED', 'Old algebra');
  });
  afterAll(async () => catalogue[Symbol.asyncDispose]());

  const list = `query ($first: Int, $after: String, $search: String) {
    courses(first: $first, after: $after, search: $search) {
      totalCount edges { node { title } } pageInfo { endCursor hasNextPage hasPreviousPage }
    }
  }`;
  const sorted = ['algebra', 'Ästhetik', 'botany', 'Calculus 100%', 'Ökonomie', 'Zoology', '代数学'];

  it('lists published courses by title, page after page, each once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { courses } = await catalogue.get(anonymous, list, { first: 3, after });
      expect(courses.totalCount).toBe(titles.length);
      seen.push(...courses.edges.map(({ node }: { node: { title: string } }) => node.title));
      after = courses.pageInfo.hasNextPage ? courses.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(sorted);
  });

  it.each([
    ['part of a title', 'logy', ['Zoology']],
    ['other case and accents', 'OKONOMIE', ['Ökonomie']],
    ['a sign that means something in a pattern', '%', ['Calculus 100%']],
    ['another script', '代数', ['代数学']],
    ['nothing that is there', 'zzz', []],
    ['white space', '   ', sorted],
  ])('finds %s', async (_name, search, found) => {
    const { courses } = await catalogue.get(anonymous, list, { search });
    expect(courses.edges.map(({ node }: { node: { title: string } }) => node.title)).toEqual(found);
    expect(courses.totalCount).toBe(found.length);
  });

  it.each([
    ['a page too large', { first: 101 }, 'PAGE_TOO_LARGE'],
    ['an empty page', { first: 0 }, 'PAGE_TOO_LARGE'],
    ['a cursor that is none', { after: 'rubbish' }, 'BAD_CURSOR'],
    ['a cursor of another list', { after: Buffer.from('["a"]').toString('base64url') }, 'BAD_CURSOR'],
    ['a cursor made up', { after: Buffer.from('["a","\' or 1=1"]').toString('base64url') }, 'BAD_CURSOR'],
  ])('refuses %s', async (_name, variables, code) => {
    expect(await catalogue.outcome(anonymous, list, variables)).toBe(code);
  });

  it('shows a course by its slug', async () => {
    const { course: found } = await catalogue.get(anonymous, '{ course(slug: "asthetik") { title } }');
    expect(found).toEqual({ title: 'Ästhetik' });
    expect((await catalogue.get(anonymous, '{ course(slug: "nothing") { title } }')).course).toBeNull();
    expect(await catalogue.outcome(anonymous, '{ course { title } }')).toBe('BAD_INPUT');
  });

  it('has a list for those who teach, drafts included, newest first', async () => {
    const taught = '{ taughtCourses { totalCount edges { node { title } } } }';
    const mine = (await catalogue.get(teacher, taught)).taughtCourses;
    expect(mine.totalCount).toBe(titles.length + 2);
    expect(mine.edges[0].node.title).toBe('Old algebra');
    expect((await catalogue.get(admin, taught)).taughtCourses.totalCount).toBe(titles.length + 2);
  });
});
