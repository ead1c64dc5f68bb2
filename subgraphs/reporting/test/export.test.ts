import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import {
  admin,
  anonymous,
  examChanged,
  examLive,
  graded,
  gradedAttempt,
  otherTeacher,
  proctor,
  startTestReporting,
  type TestReporting,
  teacher,
} from './_start-test-reporting.ts';

let reporting: TestReporting;
const clock = { time: Date.parse('2026-03-01T12:00:00.000Z'), now: () => clock.time };
beforeAll(async () => {
  reporting = await startTestReporting({ clock });
});
afterAll(async () => reporting[Symbol.asyncDispose]());
beforeEach(() => {
  clock.time = Date.parse('2026-03-01T12:00:00.000Z');
  reporting.neighbours.people.clear();
  reporting.neighbours.peopleQuestions.length = 0;
});

type File = { readonly url: string; readonly fileName: string; readonly expiresAt: string };

async function makeExam(count: number, title = 'Physics'): Promise<string> {
  const examId = newId();
  await reporting.push(examChanged(examId, 1, title));
  const attempts = Array.from({ length: count }, (_, i) =>
    gradedAttempt(examId, `l${String(i).padStart(4, '0')}`, i % 101),
  );
  for (let i = 0; i < count; i += 1_000) await reporting.push(graded(...attempts.slice(i, i + 1_000)));
  await waitFor('the results', async () => {
    const { examLive: stats } = await reporting.get(proctor, examLive, { examId });
    return stats?.handedInCount === count;
  });
  return examId;
}

async function exportOf(examId: string, viewer = teacher): Promise<File> {
  const query =
    'mutation ($input: ExportExamResultsInput!) { exportExamResults(input: $input) { file { url fileName expiresAt } } }';
  return (await reporting.get(viewer, query, { input: { examId } })).exportExamResults.file;
}

async function refusal(response: Response): Promise<[number, string]> {
  const body = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return [response.status, body.errors[0]?.extensions.code ?? ''];
}

describe('the file', () => {
  it('holds all results with names and addresses, safe for spreadsheets', async () => {
    const examId = await makeExam(3, 'Prüfung: "1"');
    const { people } = reporting.neighbours;
    people.set('l0000', { name: '=HYPERLINK("http://evil","x")', email: '+1@example.com' });
    people.set('l0001', { name: 'Doe, Jane "JD"', email: 'jane@example.com' });
    const file = await exportOf(examId);
    expect(file).toEqual({
      url: expect.stringMatching(/^\/files\/exports\/[\w.-]+$/),
      fileName: 'Prüfung 1 results.csv',
      expiresAt: '2026-03-01T12:10:00.000Z',
    });
    const response = await reporting.fetch(teacher, file.url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="Prufung 1 results.csv"; filename*=UTF-8''Pr%C3%BCfung%201%20results.csv`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rest = '1,2026-03-01T08:00:00.000Z,2026-03-01T08:10:00.000Z,600';
    expect(bytes.subarray(3).toString().split('\r\n')).toEqual([
      'Name,E-mail,Learner id,Attempt,Started,Handed in,Duration (s),Points,Points possible,Score (%),Passed,Time ran out',
      `"'=HYPERLINK(""http://evil"",""x"")",'+1@example.com,l0000,${rest},0,10,0,no,no`,
      `"Doe, Jane ""JD""",jane@example.com,l0001,${rest},0.1,10,1,no,no`,
      `,,l0002,${rest},0.2,10,2,no,no`,
      '',
    ]);
  });

  it('of many results is made a thousand at a time, each result once', async () => {
    const examId = await makeExam(2_500);
    const { url } = await exportOf(examId);
    const text = await (await reporting.fetch(teacher, url)).text();
    const learners = text
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[2]);
    expect(new Set(learners).size).toBe(2_500);
    expect(learners).toHaveLength(2_500);
    expect(reporting.neighbours.peopleQuestions).toEqual([1_000, 1_000, 500]);
  });

  it('is not begun when the names cannot be had', async () => {
    const { url } = await exportOf(await makeExam(1), admin);
    reporting.neighbours.isAway = true;
    try {
      expect(await refusal(await reporting.fetch(admin, url))).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    } finally {
      reporting.neighbours.isAway = false;
    }
  });
});

describe('the address', () => {
  const refused = [403, 'EXPORT_LINK_REFUSED'];

  it('is good for its viewer only', async () => {
    const { url } = await exportOf(await makeExam(1));
    for (const viewer of [anonymous, otherTeacher, proctor, admin]) {
      expect(await refusal(await reporting.fetch(viewer, url))).toEqual(refused);
    }
    expect((await reporting.fetch(teacher, url)).status).toBe(200);
  });

  it('is good for ten minutes', async () => {
    const { url } = await exportOf(await makeExam(1));
    clock.time += 10 * 60_000 - 1;
    expect((await reporting.fetch(teacher, url)).status).toBe(200);
    clock.time += 1;
    expect(await refusal(await reporting.fetch(teacher, url))).toEqual(refused);
  });

  it('is no longer good for somebody who no longer teaches', async () => {
    const examId = newId();
    reporting.neighbours.instructors.set('another', new Set(['teacher']));
    await reporting.push(examChanged(examId, 1, 'Moved', 'course'));
    await waitFor('the exam', async () => (await reporting.get(proctor, examLive, { examId })).examLive);
    const { url } = await exportOf(examId);
    // The exam belongs to a course that somebody else teaches from here on.
    reporting.neighbours.instructors.set('another', new Set());
    await reporting.push(examChanged(examId, 2, 'Moved', 'another'));
    const code = await waitFor('the change', async () => {
      const response = await reporting.fetch(teacher, url);
      return response.status === 403 && (await refusal(response))[1];
    });
    expect(code).toBe('EXPORT_LINK_REFUSED');
  });

  it.each([
    ['nothing', ''],
    ['rubbish', 'rubbish'],
    ['a token of nobody', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0ZWFjaGVyIiwiZXhhbSI6IngiLCJleHAiOjk5OTk5OTk5OTl9.'],
    ['a very long one', 'a'.repeat(3_000)],
  ])('made of %s is refused', async (_name, token) => {
    expect(await refusal(await reporting.fetch(teacher, `/files/exports/${token}`))).toEqual(refused);
  });

  it('changed in one place is refused', async () => {
    const { url } = await exportOf(await makeExam(1));
    const [header, payload, signature] = url.split('.');
    const forged = Buffer.from(
      JSON.stringify({ sub: 'teacher', exam: 'x', exp: 9_999_999_999, aud: 'reporting-export' }),
    );
    for (const path of [`${header}.${forged.toString('base64url')}.${signature}`, `${header}.${payload}.AAAA`]) {
      expect(await refusal(await reporting.fetch(teacher, path))).toEqual(refused);
    }
  });
});
