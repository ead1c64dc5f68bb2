import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { userViewer, waitFor } from '@lectern/testing';
import { type Answer, learner, makeCourse, startTestCourse, type TestCourse, teacher } from './_start-test-course.ts';

let course: TestCourse;
beforeAll(async () => {
  course = await startTestCourse();
});
afterAll(async () => course[Symbol.asyncDispose]());

const learners = (count: number) => Array.from({ length: count }, (_, i) => `learner-${i}`);

async function countOf(courseId: string): Promise<number> {
  const query = `{ course(id: "${courseId}") { enrolments(first: 1) { totalCount } } }`;
  return (await course.get(teacher, query)).course.enrolments.totalCount;
}

async function enrolmentEvents(courseId: string) {
  return (await course.published()).filter(
    (event) => event.type === 'course.enrolment.changed.v1' && event.payload.courseId === courseId,
  );
}

describe('enrolling', () => {
  it('makes one enrolment and one event, although the same learner does it ten times at once', async () => {
    const { courseId } = await makeCourse(course);
    const enrol = () => course.do(learner, 'enrol', { courseId }, '{ enrolment { id learner { __typename id } } }');
    const made = await Promise.all(Array.from({ length: 10 }, enrol));
    expect(new Set(made.map(({ enrolment }) => enrolment.id)).size).toBe(1);
    expect(made[0].enrolment.learner).toEqual({ __typename: 'User', id: 'learner' });
    expect(await countOf(courseId)).toBe(1);
    const events = await waitFor('the event', async () => {
      const found = await enrolmentEvents(courseId);
      return found.length > 0 && found;
    });
    expect(events.map(({ payload }) => payload)).toEqual([{ courseId, learnerId: 'learner', isEnrolled: true }]);
  });

  it('in bulk takes 1,000 at once, each once, and leaves those who are enrolled as they are', async () => {
    const { courseId } = await makeCourse(course);
    const input = { courseId, learnerIds: [...learners(990), ...learners(10)] };
    const enrol = () =>
      course.do(teacher, 'enrolLearners', input, '{ enrolledCount course { enrolments { totalCount } } }');
    expect(await enrol()).toEqual({ enrolledCount: 990, course: { enrolments: { totalCount: 990 } } });
    expect((await enrol()).enrolledCount).toBe(0);
    await waitFor('the events', async () => (await enrolmentEvents(courseId)).length === 990);
  });

  it('in bulk counts each learner once, although two lists overlap at the same time', async () => {
    const { courseId } = await makeCourse(course);
    const some = learners(300);
    const lists = [some, [...some].reverse(), some.slice(100)];
    const counts = await Promise.all(
      lists.map((learnerIds) => course.do(teacher, 'enrolLearners', { courseId, learnerIds }, '{ enrolledCount }')),
    );
    expect(counts.reduce((sum, { enrolledCount }) => sum + enrolledCount, 0)).toBe(300);
    expect(await countOf(courseId)).toBe(300);
  });

  it('in bulk refuses more than 1,000', async () => {
    const { courseId } = await makeCourse(course);
    const query = 'mutation ($input: EnrolLearnersInput!) { enrolLearners(input: $input) { enrolledCount } }';
    const answer = await course.ask(teacher, query, { input: { courseId, learnerIds: learners(1_001) } });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'learnerIds', max: 1_000 });
    expect(await countOf(courseId)).toBe(0);
  });
});

describe('leaving', () => {
  it('ends the own enrolment, keeps what was completed, and changes nothing when done again', async () => {
    const { courseId, readingId } = await makeCourse(course);
    const input = { courseId };
    await course.do(learner, 'enrol', input, '{ enrolment { id } }');
    await course.do(learner, 'completeLesson', { lessonId: readingId }, '{ lesson { id } }');
    const leave = () => course.do(learner, 'unenrol', input, '{ course { viewerEnrolment { id } } }');
    expect(await leave()).toEqual({ course: { viewerEnrolment: null } });
    expect(await leave()).toEqual({ course: { viewerEnrolment: null } });
    const again = await course.do(learner, 'enrol', input, '{ enrolment { progress { completedLessonCount } } }');
    expect(again.enrolment.progress).toEqual({ completedLessonCount: 1 });
    await waitFor('three events', async () => (await enrolmentEvents(courseId)).length === 3);
  });
});

describe('the lists of enrolments', () => {
  it('go page by page, latest first, each once', async () => {
    const { courseId } = await makeCourse(course);
    for (const id of learners(5)) {
      await course.do(teacher, 'enrolLearners', { courseId, learnerIds: [id] }, '{ enrolledCount }');
    }
    const query = `query ($after: String) { course(id: "${courseId}") { enrolments(first: 2, after: $after) {
      totalCount edges { node { learner { id } } } pageInfo { hasNextPage endCursor } } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const enrolments: Answer = (await course.get(teacher, query, { after })).course.enrolments;
      expect(enrolments.totalCount).toBe(5);
      seen.push(...enrolments.edges.map(({ node }: { node: { learner: { id: string } } }) => node.learner.id));
      after = enrolments.pageInfo.hasNextPage ? enrolments.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(learners(5).reverse());
  });

  it('of a learner holds their courses, latest first, archived ones too', async () => {
    const pupil = userViewer('pupil', 'LEARNER');
    const first = await makeCourse(course, 'PUBLISHED', 'First');
    const second = await makeCourse(course, 'PUBLISHED', 'Second');
    for (const { courseId } of [first, second]) await course.do(pupil, 'enrol', { courseId }, '{ enrolment { id } }');
    await course.do(teacher, 'archiveCourse', { courseId: first.courseId }, '{ course { id } }');
    const { myEnrolments } = await course.get(pupil, '{ myEnrolments { edges { node { course { title status } } } } }');
    expect(myEnrolments.edges.map(({ node }: { node: { course: object } }) => node.course)).toEqual([
      { title: 'Second', status: 'PUBLISHED' },
      { title: 'First', status: 'ARCHIVED' },
    ]);
  });
});
