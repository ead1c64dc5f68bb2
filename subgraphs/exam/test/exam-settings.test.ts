import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import {
  closeExam,
  createExam,
  makeDraft,
  makePublished,
  makeStarted,
  registerLearners,
  startAttempt,
  updateExam,
  withdraw,
} from './_operations.ts';
import { attemptRow, auditLog, pauseAttempts, readAudit, toldToLearner, unpauseAttempts } from './_room.ts';
import { admin, instructor, learner, otherLearner, proctor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

const hour = 3_600_000;
const change = (examId: string, input: object) => exam.ask(instructor, updateExam, { input: { examId, ...input } });

describe('settings with a bad value are refused by the field', () => {
  it.each([
    ['fewer points than none', { passMarkPoints: -1 }, 'passMarkPoints'],
    ['a wait below 0', { attemptDelaySeconds: -1 }, 'attemptDelaySeconds'],
    ['a wait of more than a year', { attemptDelaySeconds: 31_536_001 }, 'attemptDelaySeconds'],
    ['a grace below 0', { graceSeconds: -1 }, 'graceSeconds'],
    ['a grace of more than an hour', { graceSeconds: 3_601 }, 'graceSeconds'],
    ['an empty access code', { accessCode: '  ' }, 'accessCode'],
    ['a long access code', { accessCode: 'x'.repeat(41) }, 'accessCode'],
    ['a NUL in the access code', { accessCode: 'a\0b' }, 'accessCode'],
    ['what is no network', { allowedNetworks: ['10.0.0.0/8', 'school'] }, 'allowedNetworks'],
    ['a prefix that is too long', { allowedNetworks: ['10.0.0.0/33'] }, 'allowedNetworks'],
    ['too many networks', { allowedNetworks: Array.from({ length: 201 }, () => '10.0.0.0/8') }, 'allowedNetworks'],
    ['three markers', { marking: { markersPerEssay: 3 } }, 'marking'],
    ['no marker', { marking: { markersPerEssay: 0 } }, 'marking'],
    ['a difference of more than everything', { marking: { toleratedDifferencePercent: 101 } }, 'marking'],
  ])('%s', async (_name, bad, field) => {
    const input = { courseId: 'course-1', title: 'Fine', ...bad };
    expect(await exam.refused(instructor, createExam, { input })).toMatchObject({ code: 'BAD_INPUT', field });
    const { examId } = await makeDraft(exam);
    const refusal = await exam.refused(instructor, updateExam, { input: { examId, ...bad } });
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', field });
  });
});

describe('what may change of a published exam', () => {
  const graces = (attemptId: string) => attemptRow(exam, attemptId);

  it('is refused by the field where an attempt relies on it, and then nothing changes', async () => {
    const { examId } = await makeStarted(exam);
    for (const [input, field] of [
      [{ timeLimitSeconds: 3_600 }, 'timeLimitSeconds'],
      [{ title: 'Other', navigation: 'ONE_WAY' }, 'navigation'],
      [{ graceSeconds: 5 }, 'graceSeconds'],
      [{ passMarkPoints: 3 }, 'passMarkPoints'],
    ] as const) {
      const refusal = await exam.refused(instructor, updateExam, { input: { examId, ...input } });
      expect(refusal).toMatchObject({ code: 'EXAM_CHANGE_REFUSED', field });
    }
    const { rows } = await exam.db.query('select title, grace_seconds as grace from exam.exam where id = $1', [examId]);
    expect(rows).toEqual([{ title: 'Geography and more', grace: 10 }]);
  });

  it('a later end moves running attempts and tells their learners; own windows and pauses stay', async () => {
    const closesAt = new Date(Date.now() + 2 * hour);
    const { examId, attemptId } = await makeStarted(exam, {
      timeLimitSeconds: 10_800,
      closesAt: closesAt.toISOString(),
    });
    const { startAttempt: other } = await exam.ask(otherLearner, startAttempt, { examId });
    const own = new Date(Date.now() + hour);
    await exam.db.query('update exam.attempt set closes_at = $2, deadline_at = $2 where id = $1', [
      other.attempt.id,
      own,
    ]);
    await exam.ask(proctor, pauseAttempts, { input: { examId, attemptIds: [attemptId], reason: 'a break' } });
    await exam.ask(proctor, unpauseAttempts, { input: { examId, reason: 'it is over' } });
    const later = new Date(closesAt.getTime() + 10 * 60_000);
    await change(examId, { closesAt: later.toISOString() });
    const row = await attemptRow(exam, attemptId);
    expect(row.pausedSeconds).toBeGreaterThan(0);
    expect(row.deadlineAt).toBeCloseTo(later.getTime() + row.pausedSeconds * 1_000, 3);
    expect(row.acceptsUntil - row.deadlineAt).toBe(10_000);
    await toldToLearner(exam, attemptId, ({ deadlineAt }) => Date.parse(deadlineAt) === row.deadlineAt);
    expect((await attemptRow(exam, other.attempt.id)).deadlineAt).toBe(own.getTime());
  });

  it('a longer grace holds for attempts that run', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await change(examId, { graceSeconds: 120 });
    const { deadlineAt, acceptsUntil } = await graces(attemptId);
    expect(acceptsUntil - deadlineAt).toBe(120_000);
  });

  it('moves more attempts than fit into one transaction', async () => {
    const closesAt = new Date(Date.now() + 2 * hour);
    const { examId } = await makePublished(exam, { timeLimitSeconds: 10_800, closesAt: closesAt.toISOString() }, []);
    await exam.db.query(
      `insert into exam.attempt (id, exam_id, learner_id, number, status, paper_id, seed, started_at, deadline_at, accepts_until)
       select gen_random_uuid(), e.id, 'l' || n, 1, 'IN_PROGRESS', e.paper_id, n, now(), e.closes_at, e.closes_at
         from exam.exam e, generate_series(1, 1203) n where e.id = $1`,
      [examId],
    );
    const later = new Date(closesAt.getTime() + 60_000);
    await change(examId, { closesAt: later.toISOString() });
    const { rows } = await exam.db.query(
      `select count(*)::int as count from exam.attempt where exam_id = $1 and deadline_at = $2 and revision = 2
          and accepts_until = $2::timestamptz + interval '10 seconds'`,
      [examId, later],
    );
    expect(rows).toEqual([{ count: 1203 }]);
  });
});

describe('an exam with an access code and networks', () => {
  const start = `mutation ($input: StartAttemptInput!) { startAttempt(input: $input) { attempt { id } } }`;
  const at = (viewer: Viewer, address: string): Viewer => (viewer.kind === 'USER' ? { ...viewer, address } : viewer);

  it('starts with the right code, whatever its case, and where it is allowed', async () => {
    const { examId } = await makePublished(exam, {
      accessCode: ' Blue-42 ',
      allowedNetworks: ['10.20.0.0/16', '2001:db8::/32'],
    });
    const input = { examId, accessCode: 'blue-42 ' };
    expect(await exam.refused(learner, start, { input })).toMatchObject({ code: 'EXAM_NETWORK_NOT_ALLOWED' });
    expect(await exam.refused(at(learner, '10.21.0.1'), start, { input })).toMatchObject({
      code: 'EXAM_NETWORK_NOT_ALLOWED',
    });
    const inside = at(learner, '::ffff:10.20.1.2');
    for (const accessCode of [undefined, 'red']) {
      expect(await exam.refused(inside, start, { input: { examId, accessCode } })).toMatchObject({
        code: 'ACCESS_CODE_WRONG',
      });
    }
    await exam.ask(inside, start, { input });
  });

  it('says to those who watch over it what they are, to others only that there is a code', async () => {
    const { examId } = await makePublished(exam, { accessCode: 'Blue-42', allowedNetworks: ['10.20.0.0/16'] });
    const query =
      'query ($id: ID!) { exam(id: $id) { needsAccessCode accessCode allowedNetworks viewerCanSupervise viewerStartObstacle } }';
    for (const viewer of [instructor, proctor, admin]) {
      expect((await exam.ask(viewer, query, { id: examId })).exam).toMatchObject({
        needsAccessCode: true,
        accessCode: 'Blue-42',
        allowedNetworks: ['10.20.0.0/16'],
        viewerCanSupervise: true,
      });
    }
    const hidden = { needsAccessCode: true, accessCode: null, allowedNetworks: null, viewerCanSupervise: false };
    const seenAt = async (address: string) => (await exam.ask(at(learner, address), query, { id: examId })).exam;
    expect(await seenAt('10.20.0.9')).toEqual({ ...hidden, viewerStartObstacle: null });
    expect(await seenAt('10.21.0.9')).toEqual({ ...hidden, viewerStartObstacle: 'NETWORK_NOT_ALLOWED' });
  });

  it('takes ten wrong codes of a learner, and then none for a while', async () => {
    const { examId } = await makePublished(exam, { accessCode: 'Blue-42' }, ['learner', 'other-learner']);
    const attempt = (accessCode: string) => exam.refused(learner, start, { input: { examId, accessCode } });
    for (let count = 0; count < 10; count += 1)
      expect(await attempt(`${count}`)).toMatchObject({ code: 'ACCESS_CODE_WRONG' });
    expect(await attempt('Blue-42')).toMatchObject({
      code: 'ACCESS_CODE_TRIES_USED',
      retryAfterMs: expect.any(Number),
    });
    await exam.ask(otherLearner, start, { input: { examId, accessCode: 'Blue-42' } });
  });
});

describe('the audit log', () => {
  it('holds what was done, by whom, from what to what; the access code never in clear', async () => {
    const { examId } = await makePublished(exam, { accessCode: 'Secret-1' }, ['learner', 'other-learner']);
    await change(examId, { title: 'Renamed', accessCode: 'Secret-2', graceSeconds: 60 });
    await change(examId, { title: 'Renamed' });
    await exam.ask(instructor, registerLearners, { examId, learnerIds: ['somebody'] });
    await exam.ask(instructor, withdraw, { examId, learnerId: 'somebody' });
    await exam.ask(admin, closeExam, { examId });
    await exam.ask(admin, closeExam, { examId });
    const log = await readAudit(exam, instructor, examId);
    expect(log.map(({ action, actor }) => `${action} ${actor?.id}`)).toEqual([
      'EXAM_CLOSED admin',
      'REGISTRATION_WITHDRAWN instructor',
      'LEARNERS_REGISTERED instructor',
      'EXAM_UPDATED instructor',
      'LEARNERS_REGISTERED instructor',
      'EXAM_PUBLISHED instructor',
      expect.stringMatching(/^QUESTIONS_IMPORTED/),
      'EXAM_CREATED instructor',
    ]);
    expect(JSON.parse(log[3]?.detail ?? '')).toEqual({
      title: { before: 'Geography and more', after: 'Renamed' },
      accessCode: { before: 'SET', after: 'SET' },
      graceSeconds: { before: 10, after: 60 },
    });
    expect(JSON.stringify(log)).not.toContain('Secret');
    const { rows } = await exam.db.query('select detail::text from exam.audit_log');
    expect(JSON.stringify(rows)).not.toContain('Secret');
  });

  it('is read page by page by those who teach the course and admins, and by nobody else', async () => {
    const { examId } = await makePublished(exam);
    const all = (await readAudit(exam, instructor, examId)).map(({ action }) => action);
    const paged: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const { exam: found } = await exam.ask(admin, auditLog, { examId, first: 2, after });
      expect(found.auditLog.totalCount).toBe(all.length);
      for (const { node } of found.auditLog.edges) paged.push(node.action);
      after = found.auditLog.pageInfo.endCursor;
      more = found.auditLog.pageInfo.hasNextPage;
    }
    expect(paged).toEqual(all);
    for (const viewer of [proctor, learner, undefined]) {
      expect((await exam.ask(viewer, auditLog, { examId })).exam.auditLog).toBeNull();
    }
    expect(await readAudit(exam, instructor, examId, 'nonsense')).toEqual([]);
  });

  it('is never changed', async () => {
    const { examId } = await makeDraft(exam);
    for (const statement of [`update exam.audit_log set actor = 'nobody'`, 'delete from exam.audit_log']) {
      await expect(exam.db.query(`${statement} where exam_id = $1`, [examId])).rejects.toThrow('are never changed');
    }
  });
});
