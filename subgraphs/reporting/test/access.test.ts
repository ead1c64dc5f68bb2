import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { serviceViewer, waitFor } from '@lectern/testing';
import {
  admin,
  anonymous,
  examChanged,
  examLive,
  learner,
  otherTeacher,
  proctor,
  startTestReporting,
  type TestReporting,
  teacher,
} from './_start-test-reporting.ts';

const viewers: Record<string, Viewer> = {
  nobody: anonymous,
  learner,
  'other teacher': otherTeacher,
  proctor,
  teacher,
  admin,
};
const columns = Object.keys(viewers);
const examId = 'exam';

let reporting: TestReporting;
beforeAll(async () => {
  reporting = await startTestReporting();
  await reporting.push(examChanged(examId));
  const query = `{ examLive(examId: "${examId}") { asOf } }`;
  await waitFor('the exam', async () => (await reporting.get(admin, query)).examLive);
});
afterAll(async () => reporting[Symbol.asyncDispose]());

async function row(query: string, found: (data: Record<string, unknown>) => unknown): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for (const name of columns) {
    const { data, errors } = await reporting.ask(viewers[name] ?? anonymous, query);
    outcomes[name] = errors?.[0]?.extensions?.code ?? (found(data ?? {}) === null ? 'null' : 'ok');
  }
  return outcomes;
}

function outcomes(...codes: string[]): Record<string, string> {
  return Object.fromEntries(columns.map((name, i) => [name, codes[i] ?? '?']));
}

const watchers = outcomes('null', 'null', 'null', 'ok', 'ok', 'ok');

describe('who may do what', () => {
  it('examLive is for those who teach the course, proctors and admins', async () => {
    expect(await row(`{ examLive(examId: "${examId}") { asOf } }`, ({ examLive }) => examLive)).toEqual(watchers);
  });

  it('Exam.liveStats too', async () => {
    const query = `{ _entities(representations: [{ __typename: "Exam", id: "${examId}" }]) { ... on Exam { liveStats { asOf } } } }`;
    const liveStats = ({ _entities }: Record<string, unknown>) => (_entities as { liveStats: unknown }[])[0]?.liveStats;
    expect(await row(query, liveStats)).toEqual(watchers);
  });

  it('exportExamResults is for those who teach the course and admins', async () => {
    const query = `mutation { exportExamResults(input: { examId: "${examId}" }) { file { url } } }`;
    const gone = 'EXAM_REPORT_NOT_FOUND';
    expect(await row(query, (data) => data)).toEqual(outcomes('UNAUTHENTICATED', gone, gone, 'FORBIDDEN', 'ok', 'ok'));
  });

  it('an exam that is not there is null, and not found, for everyone', async () => {
    const query = `{ examLive(examId: "nothing") { asOf } }`;
    expect(await row(query, ({ examLive }) => examLive)).toEqual(
      outcomes('null', 'null', 'null', 'null', 'null', 'null'),
    );
    const mutation = `mutation { exportExamResults(input: { examId: "nothing" }) { file { url } } }`;
    expect(await reporting.outcome(admin, mutation)).toBe('EXAM_REPORT_NOT_FOUND');
  });

  it('an id that is no text for a database is an exam that is not there', async () => {
    expect(await reporting.get(admin, examLive, { examId: 'a\0b' })).toEqual({ examLive: null });
  });

  it('a service may watch and, as nobody’s viewer, not export', async () => {
    const scheduler = serviceViewer('scheduler');
    expect(await reporting.outcome(scheduler, `{ examLive(examId: "${examId}") { asOf } }`)).toBe('ok');
    const mutation = `mutation { exportExamResults(input: { examId: "${examId}" }) { file { url } } }`;
    expect(await reporting.outcome(scheduler, mutation)).toBe('UNAUTHENTICATED');
  });
});

describe('what course says', () => {
  const query = `{ examLive(examId: "${examId}") { asOf } }`;

  it('is asked once for somebody who teaches, and each time for somebody who does not', async () => {
    await reporting.get(teacher, query);
    const before = reporting.neighbours.accessQuestions;
    for (let n = 0; n < 3; n += 1) await reporting.get(teacher, query);
    expect(reporting.neighbours.accessQuestions).toBe(before);
    for (let n = 0; n < 3; n += 1) await reporting.get(otherTeacher, query);
    expect(reporting.neighbours.accessQuestions).toBe(before + 3);
  });

  it('is missed for those who need it only', async () => {
    reporting.neighbours.isAway = true;
    try {
      expect(await reporting.outcome(otherTeacher, query)).toBe('UPSTREAM_UNAVAILABLE');
      expect(await reporting.outcome(proctor, query)).toBe('ok');
    } finally {
      reporting.neighbours.isAway = false;
    }
  });
});

describe('the door', () => {
  it('is closed to requests that no service of ours has signed', async () => {
    const answers = await Promise.all([
      fetch(new URL('/graphql', reporting.url), {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }),
      fetch(new URL('/files/exports/abc', reporting.url)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  it('is ready when the database and Redis are', async () => {
    const answer = await fetch(new URL('/readyz', reporting.url));
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready', failed: {} }]);
  });
});
