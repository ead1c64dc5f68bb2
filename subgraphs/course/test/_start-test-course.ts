import { streamKey } from '@lectern/event-stream';
import type { CourseEvent, ExamEvent, StreamName, VideoEvent } from '@lectern/events';
import { migrate } from '@lectern/postgres';
import type { Viewer } from '@lectern/request-signing';
import { createLogger, newId } from '@lectern/runtime';
import {
  type GraphQLAnswer,
  signedRequest,
  testDatabase,
  testRedis,
  testSigningSecret,
  userViewer,
} from '@lectern/testing';
import { Redis } from 'ioredis';
import { createCourseOrm } from '../src/db/orm.ts';
import { startCourseService } from '../src/service.ts';

export const anonymous: Viewer = { kind: 'ANONYMOUS' };
export const admin = userViewer('admin', 'LEARNER', 'ADMIN');
export const teacher = userViewer('teacher', 'LEARNER', 'INSTRUCTOR');
export const otherTeacher = userViewer('other-teacher', 'LEARNER', 'INSTRUCTOR');
export const proctor = userViewer('proctor', 'LEARNER', 'PROCTOR');
export const learner = userViewer('learner', 'LEARNER');

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is known only to the test, which asserts it
export type Answer = any;

export type TestCourse = AsyncDisposable & {
  readonly url: string;
  readonly redis: Redis;
  readonly redisPrefix: string;
  readonly dbUrl: string;
  /** The whole answer. */
  ask(viewer: Viewer, query: string, variables?: object): Promise<GraphQLAnswer<Answer>>;
  /** The data of an answer without errors. */
  get(viewer: Viewer, query: string, variables?: object): Promise<Answer>;
  /** The payload of the only field of a mutation without errors. */
  do(viewer: Viewer, mutation: string, input: object, selection: string): Promise<Answer>;
  /** The code of the first error, or `ok`. */
  outcome(viewer: Viewer, query: string, variables?: object): Promise<string>;
  /** Puts an event on a stream, as its service's relay would. */
  push(stream: StreamName, event: Pick<VideoEvent | ExamEvent, 'type' | 'payload'>, occurredAt?: string): Promise<void>;
  /** What course has published so far, in order. */
  published(): Promise<CourseEvent[]>;
};

const silent = createLogger('course', { level: 'silent', format: 'json' });

async function migrateCourse(url: string): Promise<void> {
  const orm = await createCourseOrm({ dbUrl: url, dbPoolMax: 2 }, silent);
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}

/** The real service on a database and a key prefix of its own. */
export async function startTestCourse(): Promise<TestCourse> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('course', migrateCourse));
  const { url: redisUrl, prefix: redisPrefix } = stack.use(await testRedis());
  const redis = stack.adopt(new Redis(redisUrl), (opened) => opened.disconnect());
  const service = stack.use(
    await startCourseService({
      host: '127.0.0.1',
      port: 0,
      dbUrl: database.url,
      dbPoolMax: 10,
      redisUrl,
      redisPrefix,
      signingSecret: testSigningSecret,
      log: { level: process.env.LECTERN_TEST_LOG ?? 'silent', format: 'json' },
    }),
  );
  const { url } = service;

  const ask = async (viewer: Viewer, query: string, variables: object = {}) => {
    const { body } = await signedRequest<Answer>({
      url,
      audience: 'course',
      viewer,
      query,
      variables: { ...variables },
    });
    return body;
  };
  const get = async (viewer: Viewer, query: string, variables?: object) => {
    const { data, errors } = await ask(viewer, query, variables);
    if (errors) throw new Error(`unexpected errors: ${JSON.stringify(errors)}`);
    return data;
  };
  const owned = stack.move();
  return {
    url,
    redis,
    redisPrefix,
    dbUrl: database.url,
    ask,
    get,
    async do(viewer, mutation, input, selection) {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
      const query = `mutation ($input: ${type}) { ${mutation}(input: $input) ${selection} }`;
      return (await get(viewer, query, { input }))[mutation];
    },
    async outcome(viewer, query, variables) {
      return (await ask(viewer, query, variables)).errors?.[0]?.extensions?.code ?? 'ok';
    },
    async push(stream, { type, payload }, occurredAt = new Date().toISOString()) {
      const fields = { id: newId(), type, occurredAt, payload: JSON.stringify(payload) };
      await redis.xadd(streamKey(redisPrefix, stream), '*', ...Object.entries(fields).flat());
    },
    async published() {
      const entries = await redis.xrange(streamKey(redisPrefix, 'course.events'), '-', '+');
      return entries.map(([, fields]) => readEvent(fields));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function readEvent(fields: readonly string[]): CourseEvent {
  const field = (name: string) => fields[fields.indexOf(name) + 1] ?? '';
  const [id, type, occurredAt] = ['id', 'type', 'occurredAt'].map(field);
  return { id, type, occurredAt, payload: JSON.parse(field('payload')) } as CourseEvent;
}

export type Outline = {
  courseId: string;
  moduleId: string;
  readingId: string;
  videoLessonId: string;
  examLessonId: string;
};

/** A course of `teacher` with one module of a reading, a video and an exam. */
export async function makeCourse(
  course: TestCourse,
  status: 'DRAFT' | 'PUBLISHED' | 'ARCHIVED' = 'PUBLISHED',
  title = 'Physics',
): Promise<Outline> {
  const made = await course.do(teacher, 'createCourse', { title }, '{ course { id } }');
  const courseId: string = made.course.id;
  const { module } = await course.do(teacher, 'addModule', { courseId, title: 'One' }, '{ module { id } }');
  const moduleId: string = module.id;
  const lesson = async (mutation: string, input: object): Promise<string> =>
    (await course.do(teacher, mutation, { moduleId, ...input }, '{ lesson { id } }')).lesson.id;
  const readingId = await lesson('addReadingLesson', { title: 'Read', body: 'The *text* of the lesson.' });
  const videoLessonId = await lesson('addVideoLesson', { title: 'Watch', videoId: `video-of-${courseId}` });
  const examLessonId = await lesson('addExamLesson', { title: 'Sit', examId: `exam-of-${courseId}` });
  if (status !== 'DRAFT') await course.do(teacher, 'publishCourse', { courseId }, '{ course { id } }');
  if (status === 'ARCHIVED') await course.do(teacher, 'archiveCourse', { courseId }, '{ course { id } }');
  return { courseId, moduleId, readingId, videoLessonId, examLessonId };
}
