import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { streamKey } from '@lectern/event-stream';
import type { ExamEvent, GradedAttemptFact } from '@lectern/events';
import { migrate } from '@lectern/postgres';
import { createSigner, createVerifier, signatureHeader, type Viewer } from '@lectern/request-signing';
import { type Clock, createLogger, newId, type Service } from '@lectern/runtime';
import {
  type GraphQLAnswer,
  signedRequest,
  testDatabase,
  testRedis,
  testSigningSecret,
  userViewer,
} from '@lectern/testing';
import { Redis } from 'ioredis';
import { createReportingOrm } from '../src/db/orm.ts';
import { startReportingService } from '../src/service.ts';

export const anonymous: Viewer = { kind: 'ANONYMOUS' };
export const admin = userViewer('admin', 'LEARNER', 'ADMIN');
export const proctor = userViewer('proctor', 'LEARNER', 'PROCTOR');
/** Teaches the course `course`. */
export const teacher = userViewer('teacher', 'LEARNER', 'INSTRUCTOR');
export const otherTeacher = userViewer('other-teacher', 'LEARNER', 'INSTRUCTOR');
export const learner = userViewer('learner', 'LEARNER');

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is known only to the test, which asserts it
export type Answer = any;

/** An event as a test says it; the rest is made up. */
export type Said = Pick<ExamEvent, 'type' | 'payload'> & { readonly id?: string; readonly occurredAt?: string };

export type TestReporting = AsyncDisposable & {
  readonly url: string;
  readonly dbUrl: string;
  readonly redis: Redis;
  readonly redisPrefix: string;
  readonly neighbours: Neighbours;
  ask(viewer: Viewer, query: string, variables?: object): Promise<GraphQLAnswer<Answer>>;
  get(viewer: Viewer, query: string, variables?: object): Promise<Answer>;
  outcome(viewer: Viewer, query: string, variables?: object): Promise<string>;
  /** Puts events on exam's stream, as its relay would. */
  push(...events: readonly Said[]): Promise<void>;
  /** GET of a path, signed as the gateway would sign it. */
  fetch(viewer: Viewer, path: string): Promise<Response>;
};

export async function migrateReporting(url: string): Promise<void> {
  const orm = await createReportingOrm(
    { dbUrl: url, dbPoolMax: 2 },
    createLogger('reporting', { level: 'silent', format: 'json' }),
  );
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}

/** The real service on a database and a key prefix of its own, with stand-ins for course and identity. */
export async function startTestReporting({
  redisServerUrl,
  ...overrides
}: {
  readonly clock?: Clock;
  /** A Redis of the test's own, which it may take away. */
  readonly redisServerUrl?: string;
} = {}): Promise<TestReporting> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase('reporting', migrateReporting));
  const shared = stack.use(await testRedis());
  const { prefix: redisPrefix } = shared;
  const redisUrl = redisServerUrl ?? shared.url;
  const redis = stack.adopt(new Redis(redisUrl), (opened) => opened.disconnect());
  redis.on('error', () => undefined);
  const neighbours = stack.use(await startNeighbours());
  const service: Service = stack.use(
    await startReportingService(
      {
        host: '127.0.0.1',
        port: 0,
        dbUrl: database.url,
        dbPoolMax: 10,
        redisUrl,
        redisPrefix,
        signingSecret: testSigningSecret,
        courseUrl: neighbours.url,
        identityUrl: neighbours.url,
        liveIntervalMs: 500,
        log: { level: process.env.LECTERN_TEST_LOG ?? 'silent', format: 'json' },
      },
      overrides,
    ),
  );
  const { url } = service;
  const ask = async (viewer: Viewer, query: string, variables: object = {}) =>
    (await signedRequest<Answer>({ url, audience: 'reporting', viewer, query, variables: { ...variables } })).body;
  const sign = createSigner('gateway', testSigningSecret);
  const owned = stack.move();
  return {
    url,
    dbUrl: database.url,
    redis,
    redisPrefix,
    neighbours,
    ask,
    async get(viewer, query, variables) {
      const { data, errors } = await ask(viewer, query, variables);
      if (errors) throw new Error(`unexpected errors: ${JSON.stringify(errors)}`);
      return data;
    },
    async outcome(viewer, query, variables) {
      return (await ask(viewer, query, variables)).errors?.[0]?.extensions?.code ?? 'ok';
    },
    async push(...events) {
      for (const event of events) {
        const { id = newId(), type, occurredAt = new Date().toISOString(), payload } = event;
        const fields = { id, type, occurredAt, payload: JSON.stringify(payload) };
        await redis.xadd(streamKey(redisPrefix, 'exam.events'), '*', ...Object.entries(fields).flat());
      }
    },
    fetch(viewer, path) {
      const signature = sign({ audience: 'reporting', method: 'GET', path, body: 'stream', viewer });
      return fetch(new URL(path, url), { headers: { [signatureHeader]: signature } });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export type Neighbours = AsyncDisposable & {
  readonly url: string;
  /** Who teaches a course, by its id; a test may change it. */
  readonly instructors: Map<string, Set<string>>;
  /** People by id; a test may add some. */
  readonly people: Map<string, { readonly name: string; readonly email: string }>;
  /** How often course was asked. */
  accessQuestions: number;
  /** How many ids identity was asked for, by request. */
  readonly peopleQuestions: number[];
  isAway: boolean;
};

/** What course and identity would answer by the internal door, to signed requests only. */
async function startNeighbours(): Promise<Neighbours> {
  const verifiers = ['course', 'identity'].map((audience) => createVerifier(audience, testSigningSecret));
  const server = createServer((request, response) => {
    read(request)
      .then((body) => {
        const signature = String(request.headers[signatureHeader]);
        const isSigned = verifiers.some((verify) => {
          try {
            return verify({ signature, method: 'POST', path: '/graphql', body }).viewer.kind === 'SERVICE';
          } catch {
            return false;
          }
        });
        if (!isSigned || neighbours.isAway) return response.writeHead(503).end('{}');
        return response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ data: answer(body) }));
      })
      .catch(() => response.destroy());
  });
  function answer(body: string): object {
    const { query, variables } = JSON.parse(body);
    if (query.includes('courseAccess')) {
      neighbours.accessQuestions += 1;
      const isInstructor = neighbours.instructors.get(variables.courseId)?.has(variables.userId) ?? false;
      return { courseAccess: { isInstructor } };
    }
    neighbours.peopleQuestions.push(variables.ids.length);
    const found = variables.ids.flatMap((id: string) => {
      const person = neighbours.people.get(id);
      return person ? [{ id, ...person }] : [];
    });
    return { usersByIds: found };
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const neighbours: Neighbours = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    instructors: new Map([['course', new Set(['teacher'])]]),
    people: new Map(),
    accessQuestions: 0,
    peopleQuestions: [],
    isAway: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return neighbours;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export function examChanged(examId: string, version = 1, title = 'Physics', courseId = 'course'): Said {
  return {
    type: 'exam.exam.changed.v1',
    payload: {
      examId,
      courseId,
      title,
      status: 'PUBLISHED',
      opensAt: null,
      closesAt: null,
      timeLimitSeconds: 3_600,
      version,
    },
  };
}

export const startedAt = '2026-03-01T08:00:00.000Z';

/** An attempt that ended `seconds` after it began, with so many per cent; 50 pass. */
export function gradedAttempt(
  examId: string,
  learnerId: string,
  scorePercent: number,
  seconds = 600,
  number = 1,
  revision = 2,
): GradedAttemptFact {
  return {
    attemptId: `${examId}-${learnerId}-${number}`,
    examId,
    learnerId,
    number,
    startedAt,
    revision,
    submittedAt: new Date(Date.parse(startedAt) + seconds * 1_000).toISOString(),
    isExpired: false,
    pointsAwarded: scorePercent / 10,
    pointsMax: 10,
    scorePercent,
    isPassed: scorePercent >= 50,
  };
}

export function graded(...attempts: readonly GradedAttemptFact[]): Said {
  return { type: 'exam.attempts.graded.v1', payload: { attempts } };
}

export function started(...attempts: readonly GradedAttemptFact[]): Said {
  const facts = attempts.map(({ attemptId, examId, learnerId, number, startedAt: at }) => ({
    ...{ attemptId, examId, learnerId, number, startedAt: at, revision: 1 },
  }));
  return { type: 'exam.attempts.started.v1', payload: { attempts: facts } };
}

/** Attempts that lost their result: voided, or opened again. */
export function takenBack(status: 'VOIDED' | 'IN_PROGRESS', ...attempts: readonly GradedAttemptFact[]): Said {
  const facts = attempts.map(({ attemptId, examId, learnerId, number, startedAt: at, revision }) => ({
    ...{ attemptId, examId, learnerId, number, startedAt: at, revision: revision + 1, status },
  }));
  return { type: 'exam.attempts.taken-back.v1', payload: { attempts: facts } };
}

export function registered(examId: string, learnerIds: readonly string[], isRegistered = true): Said {
  const registrations = learnerIds.map((learnerId) => ({ learnerId, isRegistered }));
  return { type: 'exam.registrations.changed.v1', payload: { examId, registrations } };
}

export const liveFields = `{
  exam { __typename id }
  registeredCount startedCount inProgressCount handedInCount passedCount failedCount meanScorePercent
  scoreHistogram { fromPercent toPercent count }
  leaderboard { rank learner { __typename id } scorePercent durationSeconds }
  recentHandIns { attempt { __typename id } learner { __typename id } submittedAt scorePercent isPassed isExpired }
  asOf
}`;
export const examLive = `query ($examId: ID!) { examLive(examId: $examId) ${liveFields} }`;
