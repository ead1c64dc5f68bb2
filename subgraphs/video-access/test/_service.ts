import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { migrate } from '@lectern/postgres';
import { createSigner, signatureHeader, type Viewer } from '@lectern/request-signing';
import type { Clock, Service } from '@lectern/runtime';
import {
  type GraphQLAnswer,
  signedRequest,
  testDatabase,
  testRedis,
  testSigningSecret,
  userViewer,
} from '@lectern/testing';
import { readVideoAccessConfig, type VideoAccessConfig } from '../src/config.ts';
import { createVideoAccessOrm } from '../src/db/orm.ts';
import { startVideoAccessService } from '../src/service.ts';

export const courseId = 'c0000000-0000-4000-8000-000000000001';
export const instructor = userViewer('instructor', 'INSTRUCTOR');
export const otherInstructor = userViewer('other-instructor', 'INSTRUCTOR');
export const learner = userViewer('learner', 'LEARNER');
export const secondLearner = userViewer('second-learner', 'LEARNER');
export const stranger = userViewer('stranger', 'LEARNER');

/** Moved by tests; begins at the present. */
export type TestClock = Clock & { advance(seconds: number): void };

export type VideoAccessTest = AsyncDisposable & {
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  readonly clock: TestClock;
  /** Learners of the course, by id; changed by tests. */
  readonly enrolled: Set<string>;
  graph(viewer: Viewer | undefined, query: string, variables?: object): ReturnType<typeof askGraph>;
  /** Any other request, as the gateway would send it for the viewer. */
  media(viewer: Viewer, path: string, init?: RequestInit): Promise<Response>;
};

/** A real video-access on its own database, Redis prefix and folder, beside a course that says who may do what. */
export async function startVideoAccessTest(
  change: Partial<VideoAccessConfig> = {},
  mode: 'in this process' | 'none' = 'in this process',
): Promise<VideoAccessTest> {
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-video-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const database = resources.use(await testDatabase('video-access', migrateDatabase));
  const redis = resources.use(await testRedis());
  const enrolled = new Set(['learner', 'second-learner']);
  const course = resources.use(await startCourseStub(enrolled));
  const clock = testClock();
  const env = {
    VIDEO_PORT: '0',
    VIDEO_DB_URL: database.url,
    VIDEO_REDIS_URL: redis.url,
    LECTERN_REDIS_PREFIX: redis.prefix,
    LECTERN_SIGNING_SECRET: testSigningSecret,
    LECTERN_COURSE_URL: course.url,
    LECTERN_LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'fatal',
    LECTERN_LOG_FORMAT: 'json',
    VIDEO_STORAGE_PATH: folder,
    PATH: process.env.PATH ?? '',
  };
  const service: Service | undefined =
    mode === 'none'
      ? undefined
      : resources.use(await startVideoAccessService({ ...readVideoAccessConfig(env), ...change }, { clock }));
  const url = service?.url ?? '';
  const owned = resources.move();
  return {
    env,
    url,
    clock,
    enrolled,
    graph: (viewer, query, variables) => askGraph(url, viewer, query, variables),
    media: (viewer, path, init) => askMedia(url, viewer, path, init),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of `data` is known only to the test, which asserts it
type Answer = { readonly status: number; readonly body: GraphQLAnswer<any> };

export function askGraph(
  url: string,
  viewer: Viewer | undefined,
  query: string,
  variables: object = {},
): Promise<Answer> {
  return signedRequest({
    url,
    audience: 'video-access',
    ...(viewer && { viewer }),
    query,
    variables: { ...variables },
  });
}

const sign = createSigner('gateway', testSigningSecret);

/** The headers the gateway adds to a request it forwards. */
export function signedHeaders(viewer: Viewer, method: string, path: string): Record<string, string> {
  return { [signatureHeader]: sign({ audience: 'video-access', method, path, body: 'stream', viewer }) };
}

export async function askMedia(url: string, viewer: Viewer, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(signedHeaders(viewer, init.method ?? 'GET', path)))
    headers.set(name, value);
  return fetch(new URL(path, url), { ...init, headers });
}

/** Asks for exactly this path; `fetch` would tidy it first. Gives the status and the body. */
export async function askPath(url: string, viewer: Viewer, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, path, headers: signedHeaders(viewer, 'GET', path) }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}

async function migrateDatabase(url: string): Promise<void> {
  const orm = await createVideoAccessOrm(url);
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}

function testClock(): TestClock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    advance: (seconds) => {
      offsetMs += seconds * 1_000;
    },
  };
}

/** Answers `courseAccess` of the one course; course itself is another service's business. */
async function startCourseStub(enrolled: ReadonlySet<string>) {
  const server = createServer((question, response) => {
    void text(question).then((body) => {
      const { variables } = JSON.parse(body);
      const exists = variables.courseId === courseId;
      const courseAccess = {
        exists,
        isEnrolled: exists && enrolled.has(variables.userId),
        isInstructor: exists && variables.userId === 'instructor',
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { courseAccess } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
