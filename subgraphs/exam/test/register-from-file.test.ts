import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeExam, makeDraft, makePublished } from './_operations.ts';
import { grantAllowance, registerFromFile } from './_room.ts';
import { admin, instructor, learner, otherInstructor, proctor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
  for (let index = 0; index < 2_500; index += 1)
    exam.course.accounts.set(`person${index}@school.example`, `p-${index}`);
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function send(examId: string, csv: string, isDryRun = false, viewer = instructor) {
  const contentBase64 = Buffer.from(csv).toString('base64');
  const answer = await exam.ask(viewer, registerFromFile, { input: { examId, contentBase64, isDryRun } });
  return answer.registerLearnersFromFile;
}

async function registered(examId: string) {
  const { rows } = await exam.db.query(
    `select r.learner_id as id, a.status, a.extra_seconds as extra from exam.registration r
       left join exam.attempt a on a.exam_id = r.exam_id and a.learner_id = r.learner_id
      where r.exam_id = $1 order by 1`,
    [examId],
  );
  return rows;
}

describe('a file of learners', () => {
  it('registers those it names, with attempts made ahead and what they are allowed', async () => {
    const { examId } = await makePublished(exam, {}, ['p-1']);
    const grant = { examId, learnerId: 'p-2', extraSeconds: 60, reason: 'a certificate' };
    await exam.ask(instructor, grantAllowance, { input: grant });
    const csv = 'Name;E-Mail\nAnn;Person1@School.example\nBob;person2@school.example\nCid;person3@school.example\n';
    expect(await send(examId, csv, true)).toEqual({
      isDryRun: true,
      rowCount: 3,
      registeredCount: 2,
      alreadyCount: 1,
      problems: [],
      problemsCsv: '',
    });
    expect(await registered(examId)).toHaveLength(1);
    expect(await send(examId, csv)).toMatchObject({ isDryRun: false, registeredCount: 2, alreadyCount: 1 });
    expect(await registered(examId)).toEqual([
      { id: 'p-1', status: 'NOT_STARTED', extra: 0 },
      { id: 'p-2', status: 'NOT_STARTED', extra: 60 },
      { id: 'p-3', status: 'NOT_STARTED', extra: 0 },
    ]);
    expect(await send(examId, csv)).toMatchObject({ registeredCount: 0, alreadyCount: 3 });
  });

  it('is applied whole or not at all: every bad row is told by number and reason', async () => {
    const { examId } = await makePublished(exam, {}, []);
    const csv =
      'email,id\nperson1@school.example,\nnobody@school.example,\n,p-1\n,p-9999\n,\nnonsense,\nperson2@school.example,';
    const problems = [
      { row: 3, field: 'email', code: 'EMAIL_UNKNOWN' },
      { row: 4, field: 'id', code: 'LEARNER_REPEATED' },
      { row: 5, field: 'id', code: 'ID_UNKNOWN' },
      { row: 7, field: 'email', code: 'EMAIL_NOT_VALID' },
    ];
    for (const isDryRun of [true, false]) {
      const found = await send(examId, csv, isDryRun);
      expect(found).toMatchObject({ registeredCount: 0, alreadyCount: 0, problems });
      expect(found.problemsCsv.trim().split('\r\n')).toHaveLength(problems.length + 1);
    }
    expect(await registered(examId)).toEqual([]);
  });

  it('of thousands is registered in one go, with its events in parts', async () => {
    const { examId } = await makePublished(exam, {}, []);
    const csv = `email\n${Array.from({ length: 2_500 }, (_, index) => `person${index}@school.example`).join('\n')}`;
    expect(await send(examId, csv)).toMatchObject({ rowCount: 2_500, registeredCount: 2_500, problems: [] });
    const { rows } = await exam.db.query(
      `select jsonb_array_length(payload -> 'registrations') as count from exam.outbox
        where type = 'exam.registrations.changed.v1' and payload ->> 'examId' = $1`,
      [examId],
    );
    expect(rows.map(({ count }) => count).toSorted()).toEqual([1_000, 1_000, 500].toSorted());
    expect(await registered(examId)).toHaveLength(2_500);
  });

  it('registers nobody while identity does not answer', async () => {
    const { examId } = await makePublished(exam, {}, []);
    await send(examId, 'id\np-1', true);
    exam.course.isDown = true;
    try {
      const contentBase64 = Buffer.from('id\np-1').toString('base64');
      const input = { examId, contentBase64, isDryRun: false };
      expect(await exam.refused(admin, registerFromFile, { input })).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    } finally {
      exam.course.isDown = false;
    }
    expect(await registered(examId)).toEqual([]);
  });

  it('is for those who teach the course, and not for an exam that is closed', async () => {
    const { examId } = await makePublished(exam, {}, []);
    const draft = await makeDraft(exam);
    const input = (id: string, contentBase64 = 'aWQKcC0x') => ({
      input: { examId: id, contentBase64, isDryRun: true },
    });
    for (const [viewer, code] of [
      [undefined, 'UNAUTHENTICATED'],
      [learner, 'FORBIDDEN'],
      [proctor, 'FORBIDDEN'],
      [otherInstructor, 'FORBIDDEN'],
    ] as const) {
      expect(await exam.refused(viewer, registerFromFile, input(examId))).toMatchObject({ code });
    }
    expect(await exam.refused(learner, registerFromFile, input(draft.examId))).toMatchObject({
      code: 'EXAM_NOT_FOUND',
    });
    expect(await exam.refused(instructor, registerFromFile, input('nonsense'))).toMatchObject({
      code: 'EXAM_NOT_FOUND',
    });
    for (const [content, code] of [
      ['', 'IMPORT_FILE_EMPTY'],
      ['%%%', 'IMPORT_NOT_BASE64'],
      ['IA==', 'IMPORT_FILE_EMPTY'],
      ['AAEAAgEDAAQ=', 'IMPORT_FILE_NOT_TEXT'],
    ] as const) {
      expect(await exam.refused(instructor, registerFromFile, input(examId, content))).toMatchObject({ code });
    }
    expect(
      (await exam.ask(instructor, registerFromFile, input(draft.examId))).registerLearnersFromFile.registeredCount,
    ).toBe(1);
    await exam.ask(instructor, closeExam, { examId });
    expect(await exam.refused(instructor, registerFromFile, input(examId))).toMatchObject({ code: 'EXAM_CLOSED' });
  });
});
