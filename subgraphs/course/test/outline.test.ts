import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCourse, startTestCourse, type TestCourse, teacher } from './_start-test-course.ts';

let course: TestCourse;
beforeAll(async () => {
  course = await startTestCourse();
});
afterAll(async () => course[Symbol.asyncDispose]());

type Place = { id: string; title: string; position: number };

async function makeModules(count: number) {
  const { courseId } = await makeCourse(course, 'DRAFT');
  for (let n = 2; n <= count; n += 1) {
    await course.do(teacher, 'addModule', { courseId, title: String(n) }, '{ module { id } }');
  }
  return courseId;
}

async function modulesOf(courseId: string): Promise<Place[]> {
  const query = `{ course(id: "${courseId}") { modules { id title position } } }`;
  return (await course.get(teacher, query)).course.modules;
}

async function lessonsOf(courseId: string): Promise<Place[]> {
  const query = `{ course(id: "${courseId}") { modules { lessons { id title position } } } }`;
  return (await course.get(teacher, query)).course.modules[0].lessons;
}

function expectNoGaps(places: readonly Place[]): void {
  expect(places.map(({ position }) => position)).toEqual(places.map((_, i) => i + 1));
}

const move = (id: string, position: number) =>
  course.do(teacher, 'updateModule', { moduleId: id, position }, '{ module { position } }');

describe('the order of modules', () => {
  it.each([
    ['up', 4, 2, ['One', '4', '2', '3', '5']],
    ['down', 2, 4, ['One', '3', '4', '2', '5']],
    ['to the front', 5, 1, ['5', 'One', '2', '3', '4']],
    ['to the end', 1, 5, ['2', '3', '4', '5', 'One']],
    ['nowhere', 3, 3, ['One', '2', '3', '4', '5']],
  ])('stays without gaps when one moves %s', async (_name, from, to, titles) => {
    const courseId = await makeModules(5);
    const modules = await modulesOf(courseId);
    const moved = await move(modules[from - 1]?.id ?? '', to);
    expect(moved.module.position).toBe(to);
    const after = await modulesOf(courseId);
    expect(after.map(({ title }) => title)).toEqual(titles);
    expectNoGaps(after);
  });

  it.each([0, -1, 6, 2_147_483_647])('refuses the place %s of five', async (position) => {
    const courseId = await makeModules(5);
    const [first] = await modulesOf(courseId);
    const query = `mutation { updateModule(input: { moduleId: "${first?.id}", position: ${position} }) { module { id } } }`;
    const answer = await course.ask(teacher, query);
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'BAD_INPUT', field: 'position', min: 1, max: 5 });
  });

  it('stays without gaps while modules are added, moved and removed at once', async () => {
    const courseId = await makeModules(6);
    const modules = await modulesOf(courseId);
    const ids = modules.map(({ id }) => id);
    const [first = '', second = ''] = ids;
    await Promise.all([
      ...ids.slice(2).map((id, i) => move(id, i + 1)),
      ...[7, 8, 9].map((n) => course.do(teacher, 'addModule', { courseId, title: String(n) }, '{ module { id } }')),
      ...[first, second].map((moduleId) => course.do(teacher, 'removeModule', { moduleId }, '{ course { id } }')),
    ]);
    const after = await modulesOf(courseId);
    expect(after).toHaveLength(7);
    expectNoGaps(after);
  });

  it('removes a module once, although two do it at once', async () => {
    const courseId = await makeModules(3);
    const [, second] = await modulesOf(courseId);
    const query = `mutation { removeModule(input: { moduleId: "${second?.id}" }) { course { modules { position } } } }`;
    const outcomes = await Promise.all([course.outcome(teacher, query), course.outcome(teacher, query)]);
    expect(outcomes.sort()).toEqual(['MODULE_NOT_FOUND', 'ok']);
    expectNoGaps(await modulesOf(courseId));
  });
});

describe('the order of lessons', () => {
  it('stays without gaps while lessons move and go', async () => {
    const { courseId, readingId, examLessonId } = await makeCourse(course, 'DRAFT');
    const change = (lessonId: string, position: number) =>
      course.do(teacher, 'updateLesson', { lessonId, position }, '{ lesson { position } }');
    await change(examLessonId, 1);
    expect((await lessonsOf(courseId)).map(({ title }) => title)).toEqual(['Sit', 'Read', 'Watch']);
    await course.do(teacher, 'removeLesson', { lessonId: readingId }, '{ course { id } }');
    expectNoGaps(await lessonsOf(courseId));
    expect((await lessonsOf(courseId)).map(({ title }) => title)).toEqual(['Sit', 'Watch']);
  });
});

describe('a lesson', () => {
  it('keeps what is left out and changes what is given', async () => {
    const { readingId } = await makeCourse(course, 'DRAFT');
    const body = 'word '.repeat(1_000);
    const changed = await course.do(
      teacher,
      'updateLesson',
      { lessonId: readingId, body },
      '{ lesson { __typename title position ... on ReadingLesson { body readingMinutes } } }',
    );
    expect(changed.lesson).toEqual({
      __typename: 'ReadingLesson',
      title: 'Read',
      position: 1,
      body,
      readingMinutes: 5,
    });
  });

  it.each([
    ['a text for a video', 'videoLessonId', 'body'],
    ['a video for an exam', 'examLessonId', 'videoId'],
    ['an exam for a reading', 'readingId', 'examId'],
  ] as const)('refuses %s', async (_name, lesson, field) => {
    const outline = await makeCourse(course, 'DRAFT');
    const query = `mutation { updateLesson(input: { lessonId: "${outline[lesson]}", ${field}: "x" }) { lesson { id } } }`;
    expect((await course.ask(teacher, query)).errors?.[0]?.extensions).toEqual({ code: 'BAD_INPUT', field });
  });

  it('refers to the video and the exam, which other services own', async () => {
    const { courseId } = await makeCourse(course, 'DRAFT');
    const lessons = `{ ... on VideoLesson { video { __typename id } } ... on ExamLesson { exam { __typename id } } }`;
    const { course: found } = await course.get(
      teacher,
      `{ course(id: "${courseId}") { modules { lessons ${lessons} } } }`,
    );
    expect(found.modules[0].lessons).toEqual([
      {},
      { video: { __typename: 'VideoAsset', id: `video-of-${courseId}` } },
      { exam: { __typename: 'Exam', id: `exam-of-${courseId}` } },
    ]);
  });
});
