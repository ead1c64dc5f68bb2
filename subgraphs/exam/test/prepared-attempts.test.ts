import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceViewer, userViewer } from '@lectern/testing';
import {
  expireAttempts,
  flagQuestion,
  makeDraft,
  makePublished,
  publishExam,
  registerLearners,
  saveAnswer,
  startAttempt,
  submitAttempt,
  withdraw,
} from './_operations.ts';
import { instructor, learner, startTestExam, type TestExam } from './_util.ts';

const scheduler = serviceViewer('scheduler');
const started = `mutation ($input: StartAttemptInput!) {
  startAttempt(input: $input) { attempt { id number status activeDeviceId deadlineAt startedAt } }
}`;

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function attemptsOf(examId: string) {
  const { rows } = await exam.db.query(
    `select id, learner_id as "learnerId", number, status, seed from exam.attempt where exam_id = $1
      order by learner_id, number`,
    [examId],
  );
  return rows;
}

const ready = (learnerId: string) => expect.objectContaining({ learnerId, number: 1, status: 'NOT_STARTED' });

describe('attempts are made ahead', () => {
  it('when a published exam gets learners, each once', async () => {
    const { examId } = await makePublished(exam, {}, []);
    for (const learnerIds of [['a', 'b'], ['b', 'c'], ['c']]) {
      await exam.ask(instructor, registerLearners, { examId, learnerIds });
    }
    expect(await attemptsOf(examId)).toEqual(['a', 'b', 'c'].map(ready));
  });

  it('when an exam is published, for all who were registered before', async () => {
    const { examId } = await makeDraft(exam);
    const learnerIds = Array.from({ length: 1_000 }, (_, index) => `learner-${index}`);
    await exam.ask(instructor, registerLearners, { examId, learnerIds });
    expect(await attemptsOf(examId)).toEqual([]);
    await exam.ask(instructor, publishExam, { examId });
    const made = await attemptsOf(examId);
    expect(made).toHaveLength(1_000);
    expect(new Set(made.map(({ seed }) => seed)).size).toBeGreaterThan(990);
  });

  it('by the sweep, where publishing was cut off', async () => {
    const { examId } = await makePublished(exam, {}, ['a', 'b']);
    await exam.db.query('delete from exam.attempt where exam_id = $1', [examId]);
    await exam.db.query('update exam.exam set has_ready_attempts = false where id = $1', [examId]);
    await exam.ask(scheduler, expireAttempts, { limit: 10 });
    expect(await attemptsOf(examId)).toEqual(['a', 'b'].map(ready));
  });

  it('and are no attempts yet: nobody sees the questions, hands in, or has used one', async () => {
    const { examId, question } = await makePublished(exam);
    const [{ id: attemptId }] = await attemptsOf(examId);
    const query = `query ($attemptId: ID!, $examId: ID!) {
      attempt(attemptId: $attemptId) { status questions { id } sections { id } startedAt remainingSeconds result { pointsMax } }
      exam(id: $examId) { viewerAttempts { id } viewerStartObstacle }
    }`;
    expect(await exam.ask(learner, query, { attemptId, examId })).toEqual({
      attempt: {
        status: 'NOT_STARTED',
        questions: null,
        sections: null,
        startedAt: null,
        remainingSeconds: 0,
        result: null,
      },
      exam: { viewerAttempts: [], viewerStartObstacle: null },
    });
    const questionId = question['NUMERIC']?.id;
    for (const [mutation, variables] of [
      [submitAttempt, { attemptId }],
      [flagQuestion, { input: { attemptId, questionId, isFlagged: true } }],
      [saveAnswer, { input: { attemptId, questionId, sequence: 1, answer: { number: 1 } } }],
    ] as const) {
      expect(await exam.refused(learner, mutation, variables)).toMatchObject({ code: 'ATTEMPT_NOT_STARTED' });
    }
  });
});

describe('a start', () => {
  it('begins the attempt that was made ahead, on the device that asked', async () => {
    const { examId } = await makePublished(exam);
    const [{ id }] = await attemptsOf(examId);
    const input = { examId, deviceId: 'tablet-1', deviceLabel: 'A tablet' };
    const { startAttempt: begun } = await exam.ask(learner, started, { input });
    expect(begun.attempt).toMatchObject({ id, number: 1, status: 'IN_PROGRESS', activeDeviceId: 'tablet-1' });
    const { startAttempt: again } = await exam.ask(learner, started, { input });
    expect(again.attempt.id).toBe(id);
  });

  it('of a whole cohort at once gives everyone their own, each with one log row and one event', async () => {
    const learnerIds = Array.from({ length: 120 }, (_, index) => `cohort-${index}`);
    const { examId } = await makePublished(exam, {}, learnerIds);
    const viewers = learnerIds.map((id) => userViewer(id, 'LEARNER'));
    const all = await Promise.all(viewers.map((viewer) => exam.ask(viewer, startAttempt, { examId })));
    const ids = new Set(all.map(({ startAttempt: { attempt } }) => attempt.id));
    expect(ids.size).toBe(120);
    const { rows: log } = await exam.db.query(
      'select 1 from exam.attempt_log l join exam.attempt a on a.id = l.attempt_id where a.exam_id = $1',
      [examId],
    );
    const { rows: told } = await exam.db.query(
      `select a as fact from exam.outbox, jsonb_array_elements(payload->'attempts') a
        where type = 'exam.attempts.started.v1' and a->>'examId' = $1`,
      [examId],
    );
    expect([log.length, told.length]).toEqual([120, 120]);
    const { rows: begun } = await exam.db.query(
      `select id as "attemptId", exam_id as "examId", learner_id as "learnerId", number, revision, started_at as "startedAt"
         from exam.attempt where exam_id = $1 order by id`,
      [examId],
    );
    const facts = told.map(({ fact }) => fact).toSorted((a, b) => (a.attemptId < b.attemptId ? -1 : 1));
    expect(facts).toEqual(begun.map((each) => ({ ...each, startedAt: each.startedAt.toISOString() })));
  });

  it('works where no attempt was made ahead', async () => {
    const { examId } = await makePublished(exam);
    await exam.db.query('delete from exam.attempt where exam_id = $1', [examId]);
    const { startAttempt: begun } = await exam.ask(learner, startAttempt, { examId });
    expect(begun.attempt).toMatchObject({ number: 1, status: 'IN_PROGRESS' });
  });

  it('has the time that allowances give, also beyond the window', async () => {
    const closesAt = new Date(Date.now() + 900_000).toISOString();
    const { examId } = await makePublished(exam, { closesAt, timeLimitSeconds: 3_600 });
    await exam.db.query('update exam.attempt set extra_seconds = 600 where exam_id = $1', [examId]);
    const { startAttempt: begun } = await exam.ask(learner, started, { input: { examId } });
    expect(Date.parse(begun.attempt.deadlineAt) - Date.parse(closesAt)).toBe(600_000);
  });

  it.each([
    [
      'that opens earlier',
      { opensAt: new Date(Date.now() + 3_600_000).toISOString() },
      `opens_at = now() - interval '1 minute'`,
    ],
    ['that closes later', {}, `closes_at = now() + interval '9 hours'`],
  ])('is possible in a window of its own %s', async (_name, change, window) => {
    const { examId } = await makePublished(exam, change);
    if (Object.keys(change).length === 0) {
      await exam.db.query(
        `update exam.exam set opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' where id = $1`,
        [examId],
      );
    }
    await exam.db.query(`update exam.attempt set ${window} where exam_id = $1`, [examId]);
    const { startAttempt: begun } = await exam.ask(learner, startAttempt, { examId });
    expect(begun.attempt.status).toBe('IN_PROGRESS');
  });

  it('waits for the delay between attempts', async () => {
    const { examId } = await makePublished(exam, { attemptsMax: 3 });
    await exam.db.query('update exam.exam set attempt_delay_seconds = 600 where id = $1', [examId]);
    const first = await exam.ask(learner, startAttempt, { examId });
    await exam.ask(learner, submitAttempt, { attemptId: first.startAttempt.attempt.id });
    const refusal = await exam.refused(learner, startAttempt, { examId });
    expect(refusal).toMatchObject({ code: 'EXAM_ATTEMPT_TOO_SOON', startsAt: expect.any(String) });
    await exam.db.query(
      `update exam.attempt set submitted_at = submitted_at - interval '601 seconds' where exam_id = $1`,
      [examId],
    );
    const second = await exam.ask(learner, startAttempt, { examId });
    expect(second.startAttempt.attempt.number).toBe(2);
  });

  it('asks for the access code, but not of who is inside already', async () => {
    const { examId } = await makePublished(exam);
    await exam.db.query(`update exam.exam set access_code = 'Merdeka' where id = $1`, [examId]);
    for (const accessCode of [undefined, 'wrong']) {
      const refusal = await exam.refused(learner, started, { input: { examId, accessCode } });
      expect(refusal).toMatchObject({ code: 'ACCESS_CODE_WRONG' });
    }
    await exam.ask(learner, started, { input: { examId, accessCode: 'merdeka' } });
    const { startAttempt: again } = await exam.ask(learner, started, { input: { examId } });
    expect(again.attempt.status).toBe('IN_PROGRESS');
  });

  it('is refused from a network the exam is not allowed in', async () => {
    const { examId } = await makePublished(exam);
    await exam.db.query(`update exam.exam set allowed_networks = '{10.1.0.0/16}' where id = $1`, [examId]);
    expect(await exam.refused(learner, startAttempt, { examId })).toMatchObject({ code: 'EXAM_NETWORK_NOT_ALLOWED' });
    const inside = { ...learner, address: '10.1.2.3' };
    expect((await exam.ask(inside, startAttempt, { examId })).startAttempt.attempt.status).toBe('IN_PROGRESS');
  });
});

describe('withdrawing', () => {
  it('takes back what was made ahead', async () => {
    const { examId } = await makePublished(exam);
    await exam.ask(learner, withdraw, { examId });
    expect(await attemptsOf(examId)).toEqual([]);
  });

  it('raced with the start, either withdraws or finds the exam begun', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { examId } = await makePublished(exam);
      const [begun, withdrawn] = await Promise.allSettled([
        exam.ask(learner, startAttempt, { examId }),
        exam.ask(learner, withdraw, { examId }),
      ]);
      const statuses = (await attemptsOf(examId)).map(({ status }) => status);
      expect(statuses).toEqual(begun.status === 'fulfilled' ? ['IN_PROGRESS'] : []);
      expect(withdrawn.status).toBe(begun.status === 'fulfilled' ? 'rejected' : 'fulfilled');
    }
  });
});
