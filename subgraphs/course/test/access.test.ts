import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { serviceViewer, userViewer } from '@lectern/testing';
import {
  admin,
  anonymous,
  learner,
  makeCourse,
  type Outline,
  otherTeacher,
  proctor,
  startTestCourse,
  type TestCourse,
  teacher,
} from './_start-test-course.ts';

/** Who may do what, by the status of the course: rows are operations, columns are viewers. */
const enrolled = userViewer('enrolled', 'LEARNER');
const viewers: Record<string, Viewer> = {
  nobody: anonymous,
  learner,
  enrolled,
  proctor,
  'other teacher': otherTeacher,
  teacher,
  admin,
};

let course: TestCourse;
let outlines: Record<'DRAFT' | 'PUBLISHED' | 'ARCHIVED', Outline>;
beforeAll(async () => {
  course = await startTestCourse();
  outlines = {
    DRAFT: await makeCourse(course, 'DRAFT'),
    PUBLISHED: await makeCourse(course, 'PUBLISHED'),
    ARCHIVED: await makeCourse(course, 'PUBLISHED'),
  };
  for (const { courseId } of [outlines.PUBLISHED, outlines.ARCHIVED]) {
    await course.do(enrolled, 'enrol', { courseId }, '{ enrolment { id } }');
  }
  await course.do(teacher, 'archiveCourse', { courseId: outlines.ARCHIVED.courseId }, '{ course { id } }');
});
afterAll(async () => course[Symbol.asyncDispose]());

const columns = Object.keys(viewers);
type Status = 'DRAFT' | 'PUBLISHED' | 'ARCHIVED';

async function row(status: Status, query: (outline: Outline) => string): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for (const name of columns) {
    const answer = await course.ask(viewers[name] ?? anonymous, query(outlines[status]));
    const [field] = Object.values(answer.data ?? {});
    outcomes[name] = answer.errors?.[0]?.extensions?.code ?? (field === null ? 'null' : 'ok');
  }
  return outcomes;
}

function outcomes(...codes: string[]): Record<string, string> {
  return Object.fromEntries(columns.map((name, i) => [name, codes[i] ?? '?']));
}

const seen = {
  DRAFT: outcomes('null', 'null', 'null', 'null', 'null', 'ok', 'ok'),
  PUBLISHED: outcomes('ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'),
  ARCHIVED: outcomes('null', 'null', 'ok', 'null', 'null', 'ok', 'ok'),
};

describe('seeing', () => {
  const statuses: Status[] = ['DRAFT', 'PUBLISHED', 'ARCHIVED'];
  const fields: [string, (outline: Outline) => string][] = [
    ['course', ({ courseId }) => `{ course(id: "${courseId}") { title modules { lessons { title isCompleted } } } }`],
    ['lesson', ({ readingId }) => `{ lesson(id: "${readingId}") { title } }`],
  ];
  for (const [name, query] of fields) {
    it.each(statuses)(`a ${name} of a course that is %s`, async (status) => {
      expect(await row(status, query)).toEqual(seen[status]);
    });
  }

  it.each(statuses)('an entity of a course that is %s, asked for by another subgraph', async (status) => {
    const { courseId, moduleId, readingId } = outlines[status];
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }`;
    const representations = [
      { __typename: 'Course', id: courseId },
      { __typename: 'Module', id: moduleId },
      { __typename: 'ReadingLesson', id: readingId },
    ];
    for (const name of columns) {
      const { _entities } = await course.get(viewers[name] ?? anonymous, query, { representations });
      const expected =
        seen[status][name] === 'ok' ? representations.map(({ __typename }) => ({ __typename })) : [null, null, null];
      expect({ name, _entities }).toEqual({ name, _entities: expected });
    }
  });

  it('the text of a reading is for those enrolled and those who teach', async () => {
    const body = ({ readingId }: Outline) => `{ lesson(id: "${readingId}") { ... on ReadingLesson { body } } }`;
    const refused = 'NOT_ENROLLED';
    expect(await row('PUBLISHED', body)).toEqual(outcomes(refused, refused, 'ok', refused, refused, 'ok', 'ok'));
  });

  it('who is enrolled is for those who teach', async () => {
    const query = ({ courseId }: Outline) => `{ course(id: "${courseId}") { enrolments { totalCount } } }`;
    const no = 'FORBIDDEN';
    expect(await row('PUBLISHED', query)).toEqual(outcomes('UNAUTHENTICATED', no, no, no, no, 'ok', 'ok'));
  });

  it('an enrolment is for its learner and those who teach', async () => {
    const mine = await course.get(enrolled, '{ myEnrolments { edges { node { id } } } }');
    const { id } = mine.myEnrolments.edges[0].node;
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Enrolment { progress { percent } } } }`;
    for (const name of columns) {
      const { _entities } = await course.get(viewers[name] ?? anonymous, query, {
        r: [{ __typename: 'Enrolment', id }],
      });
      expect({ name, isSeen: _entities[0] !== null }).toEqual({
        name,
        isSeen: ['enrolled', 'teacher', 'admin'].includes(name),
      });
    }
  });
});

describe('changing', () => {
  const no = 'FORBIDDEN';
  const out = 'UNAUTHENTICATED';
  /** Refused inputs, so that nobody's success changes what the next one finds: a teacher gets as far as BAD_INPUT. */
  const mutations: [string, string, (outline: Outline) => string][] = [
    ['updateCourse', 'COURSE', ({ courseId }) => `(input: { courseId: "${courseId}", title: "" }) { course { id } }`],
    ['addModule', 'COURSE', ({ courseId }) => `(input: { courseId: "${courseId}", title: "" }) { module { id } }`],
    ['updateModule', 'MODULE', ({ moduleId }) => `(input: { moduleId: "${moduleId}", position: 0 }) { module { id } }`],
    [
      'addReadingLesson',
      'MODULE',
      ({ moduleId }) => `(input: { moduleId: "${moduleId}", title: "", body: "" }) { lesson { id } }`,
    ],
    ['addVideoLesson', 'MODULE', ({ moduleId }) => `(input: { moduleId: "${moduleId}", title: "" }) { lesson { id } }`],
    ['addExamLesson', 'MODULE', ({ moduleId }) => `(input: { moduleId: "${moduleId}", title: "" }) { lesson { id } }`],
    ['updateLesson', 'LESSON', ({ readingId }) => `(input: { lessonId: "${readingId}", title: "" }) { lesson { id } }`],
    [
      'enrolLearners',
      'COURSE',
      ({ courseId }) => `(input: { courseId: "${courseId}", learnerIds: [""] }) { enrolledCount }`,
    ],
  ];
  it.each(mutations)('%s is for those who teach', async (name, noun, input) => {
    const query = (outline: Outline) => `mutation { ${name}${input(outline)} }`;
    const gone = `${noun}_NOT_FOUND`;
    expect(await row('PUBLISHED', query)).toEqual(outcomes(out, no, no, no, no, 'BAD_INPUT', 'BAD_INPUT'));
    expect(await row('DRAFT', query)).toEqual(outcomes(out, gone, gone, gone, gone, 'BAD_INPUT', 'BAD_INPUT'));
    expect(await row('ARCHIVED', query)).toEqual(outcomes(out, gone, no, gone, gone, 'BAD_INPUT', 'BAD_INPUT'));
  });

  it.each(['publishCourse', 'archiveCourse'])('%s is for those who teach', async (name) => {
    const query = ({ courseId }: Outline) =>
      `mutation { ${name}(input: { courseId: "${courseId}" }) { course { id } } }`;
    const status = name === 'publishCourse' ? 'PUBLISHED' : 'ARCHIVED';
    const gone = 'COURSE_NOT_FOUND';
    const expected =
      status === 'PUBLISHED'
        ? outcomes(out, no, no, no, no, 'ok', 'ok')
        : outcomes(out, gone, no, gone, gone, 'ok', 'ok');
    expect(await row(status, query)).toEqual(expected);
  });

  it.each(['removeModule', 'removeLesson'])('%s is for those who teach', async (name) => {
    const { moduleId, readingId, courseId } = await makeCourse(course);
    const input = name === 'removeModule' ? `moduleId: "${moduleId}"` : `lessonId: "${readingId}"`;
    const query = `mutation { ${name}(input: { ${input} }) { course { id } } }`;
    for (const viewer of [learner, proctor, otherTeacher]) expect(await course.outcome(viewer, query)).toBe(no);
    expect(await course.outcome(anonymous, query)).toBe(out);
    await course.do(teacher, 'addReadingLesson', await secondModule(courseId), '{ lesson { id } }');
    expect(await course.outcome(teacher, query)).toBe('ok');
  });

  async function secondModule(courseId: string) {
    const { module } = await course.do(teacher, 'addModule', { courseId, title: 'Two' }, '{ module { id } }');
    return { moduleId: module.id, title: 'Stays', body: '' };
  }

  it('createCourse is for instructors and admins', async () => {
    const query = () => 'mutation { createCourse(input: { title: "Mine" }) { course { id } } }';
    expect(await row('DRAFT', query)).toEqual(outcomes(out, no, no, no, 'ok', 'ok', 'ok'));
  });

  it('completeLesson is for those enrolled', async () => {
    const query = ({ readingId }: Outline) =>
      `mutation { completeLesson(input: { lessonId: "${readingId}" }) { lesson { id } } }`;
    const outside = 'NOT_ENROLLED';
    const gone = 'LESSON_NOT_FOUND';
    expect(await row('PUBLISHED', query)).toEqual(outcomes(out, outside, 'ok', outside, outside, outside, outside));
    expect(await row('DRAFT', query)).toEqual(outcomes(out, gone, gone, gone, gone, outside, outside));
    expect(await row('ARCHIVED', query)).toEqual(outcomes(out, gone, 'ok', gone, gone, outside, outside));
  });

  it('unenrol of somebody else is for those who teach', async () => {
    const query = ({ courseId }: Outline) =>
      `mutation { unenrol(input: { courseId: "${courseId}", learnerId: "somebody" }) { course { id } } }`;
    expect(await row('PUBLISHED', query)).toEqual(outcomes(out, no, no, no, no, 'ok', 'ok'));
  });

  it('enrol is for anybody signed in, in published courses', async () => {
    const query = ({ courseId }: Outline) =>
      `mutation { enrol(input: { courseId: "${courseId}" }) { enrolment { id } } }`;
    const gone = 'COURSE_NOT_FOUND';
    const closed = 'COURSE_NOT_PUBLISHED';
    expect(await row('PUBLISHED', query)).toEqual(outcomes(out, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'));
    expect(await row('DRAFT', query)).toEqual(outcomes(out, gone, gone, gone, gone, closed, closed));
    expect(await row('ARCHIVED', query)).toEqual(outcomes(out, gone, 'ok', gone, gone, closed, closed));
  });
});

describe('what is not there', () => {
  it.each(['not-an-id', '018f0000-0000-7000-8000-000000000000'])(
    'is not found, whatever the id looks like: %s',
    async (id) => {
      expect(await course.get(teacher, `{ course(id: "${id}") { id } lesson(id: "${id}") { id } }`)).toEqual({
        course: null,
        lesson: null,
      });
      const rename = (what: string) =>
        `mutation { update${what}(input: { ${what.toLowerCase()}Id: "${id}", title: "x" }) { __typename } }`;
      expect(await course.outcome(teacher, rename('Course'))).toBe('COURSE_NOT_FOUND');
      expect(await course.outcome(teacher, rename('Module'))).toBe('MODULE_NOT_FOUND');
      expect(await course.outcome(teacher, rename('Lesson'))).toBe('LESSON_NOT_FOUND');
      expect(
        await course.outcome(learner, `mutation { completeLesson(input: { lessonId: "${id}" }) { __typename } }`),
      ).toBe('LESSON_NOT_FOUND');
    },
  );
});

describe('input that is no text for a database', () => {
  const nul = 'a\0b';
  const queries: [string, string, string][] = [
    ['a slug', 'query ($x: String!) { course(slug: $x) { id } }', 'ok'],
    ['an id', 'query ($x: ID!) { course(id: $x) { id } }', 'ok'],
    ['a search', 'query ($x: String!) { courses(search: $x) { totalCount } }', 'BAD_INPUT'],
    [
      'a learner',
      'mutation ($x: ID!, $c: ID!) { unenrol(input: { courseId: $c, learnerId: $x }) { course { id } } }',
      'BAD_INPUT',
    ],
    [
      'learners',
      'mutation ($x: ID!, $c: ID!) { enrolLearners(input: { courseId: $c, learnerIds: [$x] }) { enrolledCount } }',
      'BAD_INPUT',
    ],
    [
      'a video',
      'mutation ($x: ID!, $m: ID!) { addVideoLesson(input: { moduleId: $m, title: "t", videoId: $x }) { lesson { id } } }',
      'BAD_INPUT',
    ],
    [
      'a body',
      'mutation ($x: String!, $m: ID!) { addReadingLesson(input: { moduleId: $m, title: "t", body: $x }) { lesson { id } } }',
      'BAD_INPUT',
    ],
  ];
  it.each(queries)('%s is refused or not found', async (_name, query, code) => {
    const { courseId: c, moduleId: m } = outlines.PUBLISHED;
    expect(await course.outcome(teacher, query, { x: nul, c, m })).toBe(code);
  });

  it('a cursor is refused', async () => {
    const after = Buffer.from(JSON.stringify([nul, outlines.PUBLISHED.courseId])).toString('base64url');
    expect(
      await course.outcome(anonymous, 'query ($after: String) { courses(after: $after) { totalCount } }', { after }),
    ).toBe('BAD_CURSOR');
  });
});

describe('the internal door', () => {
  const query =
    'query ($c: ID!, $u: ID!) { courseAccess(courseId: $c, userId: $u) { exists isEnrolled isInstructor } }';
  it.each([
    ['an instructor', 'PUBLISHED', 'teacher', { exists: true, isEnrolled: true, isInstructor: true }],
    ['a learner enrolled', 'ARCHIVED', 'enrolled', { exists: true, isEnrolled: true, isInstructor: false }],
    ['a stranger', 'DRAFT', 'stranger', { exists: true, isEnrolled: false, isInstructor: false }],
  ] as const)('tells what %s may do', async (_name, status, u, expected) => {
    const answer = await course.get(serviceViewer('exam'), query, { c: outlines[status].courseId, u });
    expect(answer.courseAccess).toEqual(expected);
  });
  it('knows courses that do not exist', async () => {
    const answer = await course.get(serviceViewer('exam'), query, { c: 'nothing', u: 'teacher' });
    expect(answer.courseAccess).toEqual({ exists: false, isEnrolled: false, isInstructor: false });
  });
  it('is closed to people', async () => {
    for (const name of columns) {
      const code = await course.outcome(viewers[name] ?? anonymous, query, {
        c: outlines.PUBLISHED.courseId,
        u: 'teacher',
      });
      expect(code).toBe('FORBIDDEN');
    }
  });
});
