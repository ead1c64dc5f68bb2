import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Viewer } from '@lectern/request-signing';
import { createLogger, type Service } from '@lectern/runtime';
import { signedRequest, testDatabase, testRedis, testSigningSecret, userViewer } from '@lectern/testing';
import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { Pool } from 'pg';
import type { ExamConfig } from '../src/config.ts';
import { migrateDatabase } from '../src/db/orm.ts';
import { type ExamOverrides, startExamService } from '../src/service.ts';

export const admin = userViewer('admin', 'ADMIN');
export const instructor = userViewer('instructor', 'INSTRUCTOR');
export const otherInstructor = userViewer('other-instructor', 'INSTRUCTOR');
export const proctor = userViewer('proctor', 'PROCTOR');
export const learner = userViewer('learner', 'LEARNER');
export const otherLearner = userViewer('other-learner', 'LEARNER');

/** What the stub of the course subgraph says, changed by tests at will. */
export type CourseStub = AsyncDisposable & {
  readonly url: string;
  readonly enrolled: Set<string>;
  /** Ids by e-mail address. */
  readonly accounts: Map<string, string>;
  /** While true it closes every connection it is asked on. */
  isDown: boolean;
  requests: number;
};

/** Courses `course-…` exist; `instructor` teaches `course-1` and nobody the others. */
async function startCourseStub(): Promise<CourseStub> {
  const server = createServer((request, response) => {
    stub.requests += 1;
    if (stub.isDown) return void request.socket.destroy();
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { query, variables } = JSON.parse(body);
      if (query.includes('usersBy')) {
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: peopleOf(stub, variables) }));
        return;
      }
      const { courseId, userId } = variables;
      const exists = courseId.startsWith('course-');
      const isInstructor = courseId === 'course-1' && userId === 'instructor';
      const courseAccess = { exists, isInstructor, isEnrolled: stub.enrolled.has(userId) };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { courseAccess } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: CourseStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    enrolled: new Set(['learner', 'other-learner']),
    accounts: new Map(),
    isDown: false,
    requests: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}

/** The stub of identity at the same address: accounts by id and by e-mail address. */
function peopleOf({ accounts }: CourseStub, { ids = [], emails = [] }: { ids?: string[]; emails?: string[] }): object {
  const known = [...accounts].map(([email, id]) => ({ id, email }));
  return {
    usersByIds: known.filter(({ id }) => ids.includes(id)),
    usersByEmail: known.filter(({ email }) => emails.some((one) => one.trim().toLowerCase() === email)),
  };
}

export type TestExam = AsyncDisposable & {
  readonly url: string;
  readonly course: CourseStub;
  readonly config: ExamConfig;
  readonly db: Pool;
  /** The lines the service has logged. */
  readonly logLines: readonly string[];
  /** Data of an operation that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is known only to the test, which asserts it
  ask<Data = any>(viewer: Viewer | undefined, query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** The code and facts an operation is refused with. */
  refused(
    viewer: Viewer | undefined,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ code: string | undefined } & Record<string, unknown>>;
};

/** The real service on a database, a Redis prefix and a course stub of its own. */
export async function startTestExam(
  change: Partial<ExamConfig> = {},
  overrides: ExamOverrides = {},
): Promise<TestExam> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('exam', migrateDatabase));
  const redis = stack.use(await testRedis());
  const course = stack.use(await startCourseStub());
  const config: ExamConfig = {
    host: '127.0.0.1',
    port: 0,
    dbUrl: database.url,
    dbPoolMax: 12,
    redisUrl: redis.url,
    redisPrefix: redis.prefix,
    signingSecret: testSigningSecret,
    courseUrl: course.url,
    identityUrl: course.url,
    log: { level: 'trace', format: 'json' },
    answers: { writers: 2, queueMax: 1_000, batchMax: 100 },
    ...change,
  };
  const logLines: string[] = [];
  const logger = overrides.logger ?? capturingLogger(logLines);
  const service = stack.use(await startExamService(config, { ...overrides, logger }));
  const db = new Pool({ connectionString: database.url, max: 4 });
  db.on('error', () => undefined);
  stack.defer(() => db.end());
  const resources = stack.move();
  return {
    url: service.url,
    course,
    config,
    db,
    logLines,
    ask: (viewer, query, variables) => ask(service, viewer, query, variables),
    refused: (viewer, query, variables) => refused(service, viewer, query, variables),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function capturingLogger(lines: string[]) {
  const logger = createLogger('exam', { level: 'trace', format: 'json' });
  const stream = Object.getOwnPropertySymbols(logger).find((symbol) => symbol.description === 'pino.stream');
  if (!stream) throw new Error('pino has no stream to capture');
  Object.defineProperty(logger, stream, { value: { write: (line: string) => lines.push(line) } });
  return logger;
}

/** The schema as the running service describes it. */
export async function readSchema(exam: Pick<TestExam, 'ask'>): Promise<GraphQLSchema> {
  return buildClientSchema(await exam.ask<IntrospectionQuery>(admin, getIntrospectionQuery()));
}

async function send(service: Pick<Service, 'url'>, viewer: Viewer | undefined, query: string, variables = {}) {
  const request = { url: service.url, audience: 'exam', query, variables };
  return signedRequest(viewer === undefined ? request : { ...request, viewer });
}

async function ask(service: Pick<Service, 'url'>, viewer: Viewer | undefined, query: string, variables = {}) {
  const { body } = await send(service, viewer, query, variables);
  if (body.errors) throw new Error(`refused: ${JSON.stringify(body.errors)}`);
  return body.data;
}

async function refused(service: Pick<Service, 'url'>, viewer: Viewer | undefined, query: string, variables = {}) {
  const { body } = await send(service, viewer, query, variables);
  const error = body.errors?.[0];
  if (!error) throw new Error(`not refused: ${JSON.stringify(body.data)}`);
  return { ...error.extensions, code: error.extensions?.code, message: error.message };
}
