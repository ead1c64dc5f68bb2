import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { learner, makeCourse, type Outline, startTestCourse, type TestCourse, teacher } from './_start-test-course.ts';

let course: TestCourse;
const outlines: Outline[] = [];
beforeAll(async () => {
  course = await startTestCourse();
  for (let n = 0; n < 4; n += 1) {
    const outline = await makeCourse(course, 'PUBLISHED', `Course ${n}`);
    const { courseId } = outline;
    for (const title of ['Two', 'Three']) {
      const { module } = await course.do(teacher, 'addModule', { courseId, title }, '{ module { id } }');
      await course.do(teacher, 'addReadingLesson', { moduleId: module.id, title: 'R', body: 'b' }, '{ lesson { id } }');
    }
    await course.do(learner, 'enrol', { courseId }, '{ enrolment { id } }');
    outlines.push(outline);
  }
});
afterAll(async () => course[Symbol.asyncDispose]());
afterEach(() => {
  jest.restoreAllMocks();
});

type PgClient = { prototype: { query: (statement: unknown, ...rest: unknown[]) => unknown } };
// The copy of pg that the ORM has; the relay's is another one.
const { Client }: { Client: PgClient } = createRequire(import.meta.resolve('@mikro-orm/postgresql'))('pg');

/** The statements that the ORM sends while something is read. */
async function statementsOf(read: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(Client.prototype, 'query');
  await read();
  return spy.mock.calls.map(([statement]) => JSON.stringify(statement) ?? String(statement));
}

describe('one statement for all rows of a kind', () => {
  const everything = `
    title lessonCount viewerCanEdit viewerEnrolment { progress { percent nextLesson { title } } }
    modules { title lessons { title isCompleted course { slug } ... on ReadingLesson { body } } }`;

  it('serves a page of courses with all that hangs on them', async () => {
    const query = `{ courses { edges { node { ${everything} } } } }`;
    const statements = await statementsOf(() => course.get(learner, query));
    // The page (2), counts, enrolments, progress, next lessons, modules, lessons, completions, bodies, courses of lessons.
    expect(statements.length).toBeLessThanOrEqual(11);
    expect(statements.length).toBeGreaterThan(8);
  });

  it('serves entities for other subgraphs', async () => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Course { ${everything} } ... on Module { title lessons { title } } ... on VideoLesson { isCompleted } } }`;
    const r = outlines.flatMap(({ courseId, moduleId, videoLessonId }) => [
      { __typename: 'Course', id: courseId },
      { __typename: 'Module', id: moduleId },
      { __typename: 'VideoLesson', id: videoLessonId },
    ]);
    let answer: { _entities: unknown[] } = { _entities: [] };
    const statements = await statementsOf(async () => {
      answer = await course.get(learner, query, { r });
    });
    expect(answer._entities).toHaveLength(12);
    expect(answer._entities).not.toContain(null);
    // As above, and the entities themselves; modules of references come a step later than those of courses.
    expect(statements.length).toBeLessThanOrEqual(15);
    expect(statements.length).toBeGreaterThan(8);
  });
});
