import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptsGraded, VideoWatched } from '@lectern/events';
import type { Viewer } from '@lectern/request-signing';
import { userViewer, waitFor } from '@lectern/testing';
import { learner, makeCourse, type Outline, startTestCourse, type TestCourse, teacher } from './_start-test-course.ts';

let course: TestCourse;
beforeAll(async () => {
  course = await startTestCourse();
});
afterAll(async () => course[Symbol.asyncDispose]());

const progressFields = '{ completedLessonCount lessonCount percent completedAt nextLesson { id } }';

async function enrolled(viewer: Viewer = learner): Promise<Outline> {
  const outline = await makeCourse(course);
  await course.do(viewer, 'enrol', { courseId: outline.courseId }, '{ enrolment { id } }');
  return outline;
}

async function progressOf({ courseId }: Outline, viewer: Viewer = learner) {
  const query = `{ course(id: "${courseId}") { viewerEnrolment { progress ${progressFields} } } }`;
  return (await course.get(viewer, query)).course.viewerEnrolment.progress;
}

function watched(videoId: string, viewerId = 'learner'): Pick<VideoWatched, 'type' | 'payload'> {
  return { type: 'video.video.watched.v1', payload: { videoId, courseId: 'whatever', viewerId } };
}

function graded(
  examId: string,
  isPassed: boolean,
  submittedAt: string,
  learnerId = 'learner',
): Pick<AttemptsGraded, 'type' | 'payload'> {
  const attempt = {
    attemptId: `${examId}-${submittedAt}`,
    examId,
    learnerId,
    number: 1,
    startedAt: '2026-03-01T08:00:00.000Z',
    revision: 2,
    submittedAt,
    isExpired: false,
    pointsAwarded: 5,
    pointsMax: 10,
    scorePercent: 50,
    isPassed,
  };
  return { type: 'exam.attempts.graded.v1', payload: { attempts: [attempt] } };
}

describe('progress', () => {
  it('goes from nothing to all, by reading, watching and passing', async () => {
    const outline = await enrolled();
    const { courseId, readingId, videoLessonId, examLessonId } = outline;
    expect(await progressOf(outline)).toEqual({
      completedLessonCount: 0,
      lessonCount: 3,
      percent: 0,
      completedAt: null,
      nextLesson: { id: readingId },
    });

    const read = await course.do(
      learner,
      'completeLesson',
      { lessonId: readingId },
      `{ lesson { isCompleted } progress ${progressFields} }`,
    );
    expect(read).toEqual({
      lesson: { isCompleted: true },
      progress: {
        completedLessonCount: 1,
        lessonCount: 3,
        percent: 33.3,
        completedAt: null,
        nextLesson: { id: videoLessonId },
      },
    });

    await course.push('video.events', watched(`video-of-${courseId}`));
    await waitFor('the video to count', async () => (await progressOf(outline)).nextLesson.id === examLessonId);

    const submittedAt = new Date(Date.now() + 1_000).toISOString();
    await course.push('exam.events', graded(`exam-of-${courseId}`, true, submittedAt));
    await waitFor('the exam to count', async () => (await progressOf(outline)).completedLessonCount === 3);
    expect(await progressOf(outline)).toEqual({
      completedLessonCount: 3,
      lessonCount: 3,
      percent: 100,
      completedAt: submittedAt,
      nextLesson: null,
    });
  });

  it('falls when a lesson is added, and counts what was watched before the lesson was there', async () => {
    const outline = await enrolled();
    await course.push('video.events', watched(`video-of-${outline.courseId}`));
    await waitFor('the video to count', async () => (await progressOf(outline)).completedLessonCount === 1);
    const input = { moduleId: outline.moduleId, title: 'Again', videoId: `video-of-${outline.courseId}` };
    await course.do(teacher, 'addVideoLesson', input, '{ lesson { id } }');
    expect(await progressOf(outline)).toMatchObject({ completedLessonCount: 2, lessonCount: 4, percent: 50 });
  });

  it('is the learner’s own', async () => {
    const outline = await enrolled();
    const other = userViewer('another', 'LEARNER');
    await course.do(other, 'enrol', { courseId: outline.courseId }, '{ enrolment { id } }');
    await course.do(learner, 'completeLesson', { lessonId: outline.readingId }, '{ lesson { id } }');
    expect((await progressOf(outline, other)).completedLessonCount).toBe(0);
    const query = `{ course(id: "${outline.courseId}") { enrolments { edges { node { learner { id } progress { percent } } } } } }`;
    const { enrolments } = (await course.get(teacher, query)).course;
    expect(enrolments.edges.map(({ node }: { node: unknown }) => node)).toEqual([
      { learner: { id: 'another' }, progress: { percent: 0 } },
      { learner: { id: 'learner' }, progress: { percent: 33.3 } },
    ]);
  });
});

describe('completing', () => {
  it('by hand is for readings only', async () => {
    const { videoLessonId, examLessonId } = await enrolled();
    for (const id of [videoLessonId, examLessonId]) {
      const query = `mutation { completeLesson(input: { lessonId: "${id}" }) { lesson { id } } }`;
      expect(await course.outcome(learner, query)).toBe('LESSON_COMPLETES_ITSELF');
    }
  });

  it('is the same however often and in whatever order events arrive', async () => {
    const outline = await enrolled();
    const exam = `exam-of-${outline.courseId}`;
    await course.do(learner, 'completeLesson', { lessonId: outline.readingId }, '{ lesson { id } }');
    const [early, late] = ['2030-03-01T09:00:00.000Z', '2030-03-02T09:00:00.000Z'];
    const events = [
      graded(exam, true, late),
      graded(exam, false, early),
      graded(exam, true, early),
      graded(exam, true, late),
    ];
    for (const event of [...events, ...events.toReversed()]) await course.push('exam.events', event);
    for (const event of Array.from({ length: 3 }, () => watched(`video-of-${outline.courseId}`))) {
      await course.push('video.events', event, '2029-01-01T00:00:00.000Z');
    }
    const done = await waitFor('all to count', async () => {
      const progress = await progressOf(outline);
      return progress.completedLessonCount === 3 && progress.completedAt === early && progress;
    });
    expect(done.percent).toBe(100);
  });

  it('does not come from an exam that was failed, nor from events nobody knows', async () => {
    const outline = await enrolled();
    await course.push('exam.events', graded(`exam-of-${outline.courseId}`, false, '2026-03-01T09:00:00.000Z'));
    const unknown = { type: 'exam.exam.renamed.v9', payload: {} } as unknown as Pick<
      AttemptsGraded,
      'type' | 'payload'
    >;
    await course.push('exam.events', unknown);
    // One behind them in the stream, to know that they have been handled.
    await course.push('exam.events', graded('marker', true, '2026-03-01T09:00:00.000Z', 'marker-learner'));
    const marker = await makeCourse(course);
    await course.do(teacher, 'updateLesson', { lessonId: marker.examLessonId, examId: 'marker' }, '{ lesson { id } }');
    await waitFor('the marker', async () => {
      const query = `{ lesson(id: "${marker.examLessonId}") { isCompleted } }`;
      return (await course.get(userViewer('marker-learner', 'LEARNER'), query)).lesson.isCompleted;
    });
    expect((await progressOf(outline)).completedLessonCount).toBe(0);
  });
});
