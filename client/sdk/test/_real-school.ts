import { join } from 'node:path';
import { readCourseConfig } from '@lectern/course/config';
import { startCourseService } from '@lectern/course/service';
import { readExamConfig } from '@lectern/exam/config';
import { startExamService } from '@lectern/exam/service';
import { readGatewayConfig } from '@lectern/gateway/config';
import { startGateway } from '@lectern/gateway/service';
import { readIdentityConfig } from '@lectern/identity/config';
import { startIdentityService } from '@lectern/identity/service';
import { supergraphPath } from '@lectern/schema';
import * as sdk from '@lectern/sdk';
import { freePort, testDatabase, testRedis, testSigningSecret } from '@lectern/testing';

const password = 'correct horse battery';
const adminEmail = 'head@school.example';
const manifestPath = join(import.meta.dirname, '../src/generated/trusted-documents.json');

/** The gateway with the real identity, course and exam behind it. It runs trusted documents only, as in production. */
export type RealSchool = AsyncDisposable & {
  readonly url: string;
  readonly adminEmail: string;
  readonly password: string;
  lectern(options?: Partial<sdk.LecternOptions>): sdk.Lectern;
  signedIn(email: string, options?: Partial<sdk.LecternOptions>): Promise<sdk.Lectern>;
};

export async function openRealSchool(): Promise<RealSchool> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('sdk'));
  const redis = stack.use(await testRedis());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const common = {
    NODE_ENV: 'test',
    LECTERN_LOG_LEVEL: 'silent',
    LECTERN_LOG_FORMAT: 'json',
    LECTERN_REDIS_PREFIX: redis.prefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_PUBLIC_URL: url,
  };
  const env = (prefix: string, more: Record<string, string> = {}) => ({
    ...common,
    [`${prefix}_PORT`]: '0',
    [`${prefix}_DB_URL`]: database.url,
    [`${prefix}_REDIS_URL`]: redis.url,
    ...more,
  });
  const identityEnv = env('IDENTITY', {
    IDENTITY_SECRET: testSigningSecret,
    IDENTITY_BOOTSTRAP_ADMIN_EMAIL: adminEmail,
    IDENTITY_BOOTSTRAP_ADMIN_PASSWORD: password,
  });
  const identity = stack.use(await startIdentityService(readIdentityConfig(identityEnv)));
  const course = stack.use(await startCourseService(readCourseConfig(env('COURSE'))));
  const examEnv = env('EXAM', { LECTERN_COURSE_URL: course.url, LECTERN_IDENTITY_URL: identity.url });
  const exam = stack.use(await startExamService(readExamConfig(examEnv)));
  const gatewayEnv = env('GATEWAY', {
    GATEWAY_PORT: `${port}`,
    GATEWAY_SUPERGRAPH: supergraphPath,
    GATEWAY_SUPERGRAPH_WATCH: 'false',
    GATEWAY_SUBGRAPH_URLS: `identity=${identity.url},course=${course.url},exam=${exam.url}`,
    GATEWAY_JWKS_URL: `${identity.url}/api/auth/jwks`,
    GATEWAY_API_KEY_LOOKUP: 'identity',
    GATEWAY_SESSION_EVENTS: 'identity.events',
    GATEWAY_ROUTES: '/api/auth=identity',
    GATEWAY_TRUSTED_DOCUMENTS: manifestPath,
    GATEWAY_OPEN_OPERATIONS: 'false',
  });
  stack.use(await startGateway(readGatewayConfig(gatewayEnv)));
  const resources = stack.move();
  const lectern = (options: Partial<sdk.LecternOptions> = {}) => sdk.createLectern({ url, ...options });
  return {
    url,
    adminEmail,
    password,
    lectern,
    async signedIn(email, options) {
      const client = lectern(options);
      await client.signIn(email, password);
      return client;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** An exam that is open, with one question of each kind but multiple choice, and two learners registered for it. */
export async function holdExam(school: RealSchool): Promise<{ readonly examId: string; readonly learners: string[] }> {
  await using admin = await school.signedIn(school.adminEmail);
  const learners = ['ada', 'ben'].map((name) => `${name}@school.example`);
  const { createUsers } = await admin.mutate(sdk.CreateUsersDocument, {
    input: { users: learners.map((email) => ({ name: email, email, password: school.password, roles: [] })) },
  });
  const learnerIds = createUsers.users.map(({ id }) => id);
  const { createCourse } = await admin.mutate(sdk.CreateCourseDocument, {
    input: { title: 'A course', slug: 'a-course', summary: 'For the tests of the SDK.' },
  });
  const courseId = createCourse.course.id;
  const { addModule } = await admin.mutate(sdk.AddModuleDocument, { input: { courseId, title: 'Module' } });
  await admin.mutate(sdk.AddReadingLessonDocument, {
    input: { moduleId: addModule.module.id, title: 'Reading', body: 'Words.' },
  });
  await admin.mutate(sdk.PublishCourseDocument, { input: { courseId } });
  await admin.mutate(sdk.EnrolLearnersDocument, { input: { courseId, learnerIds } });
  const hourMs = 3_600_000;
  const { createExam } = await admin.mutate(sdk.CreateExamDocument, {
    input: {
      ...{ courseId, title: 'An exam', timeLimitSeconds: 1_800, passMarkPercent: 50, attemptsMax: 3 },
      opensAt: new Date(Date.now() - hourMs).toISOString(),
      closesAt: new Date(Date.now() + hourMs).toISOString(),
    },
  });
  const examId = createExam.exam.id;
  for (const question of questions) await admin.mutate(sdk.AddQuestionDocument, { input: { examId, question } });
  await admin.mutate(sdk.PublishExamDocument, { input: { examId } });
  await admin.mutate(sdk.RegisterLearnersDocument, { input: { examId, learnerIds } });
  return { examId, learners };
}

const questions: readonly sdk.QuestionInput[] = [
  {
    kind: 'SINGLE_CHOICE',
    prompt: 'What is the capital of Peru?',
    choices: [
      { text: 'Quito', isRight: false },
      { text: 'Lima', isRight: true },
    ],
  },
  { kind: 'TRUE_FALSE', prompt: 'Ice floats on water.', isTrue: true },
  { kind: 'NUMERIC', prompt: 'How many minutes has an hour?', number: 60 },
  { kind: 'SHORT_TEXT', prompt: 'Who wrote Hamlet?', acceptedTexts: ['Shakespeare'] },
];

/** The right answer to one of them, as a learner sees it. */
export function rightAnswer(question: sdk.PaperQuestionPartsFragment): sdk.AnswerContent {
  switch (question.__typename) {
    case 'ChoiceQuestion':
      return { choiceIds: question.choices.filter(({ text }) => text === 'Lima').map(({ id }) => id) };
    case 'TrueFalseQuestion':
      return { isTrue: true };
    case 'NumericQuestion':
      return { number: 60 };
    case 'ShortTextQuestion':
      return { text: 'Shakespeare' };
    case 'MatchingQuestion':
    case 'OrderingQuestion':
    case 'EssayQuestion':
      return {};
    default:
      return question satisfies never;
  }
}
