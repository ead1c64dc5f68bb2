import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  closeExam,
  makeDraft,
  makePublished,
  makeStarted,
  publishExam,
  registerLearners,
  startAttempt,
  submitAttempt,
  updateExam,
} from './_operations.ts';
import { instructor, learner, otherLearner, startTestExam, type TestExam } from './_util.ts';

const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

describe('starting an attempt', () => {
  it('raced ten times makes one attempt, one log row and one event', async () => {
    const { examId } = await makePublished(exam, { attemptsMax: 5 });
    const started = await Promise.all(Array.from({ length: 10 }, () => exam.ask(learner, startAttempt, { examId })));
    const ids = new Set(started.map(({ startAttempt: { attempt } }) => attempt.id));
    expect(ids.size).toBe(1);
    const { rows } = await exam.db.query('select id from exam.attempt where exam_id = $1', [examId]);
    expect(rows).toHaveLength(1);
    const log = await exam.db.query('select to_status from exam.attempt_log where attempt_id = $1', [rows[0].id]);
    expect(log.rows).toEqual([{ to_status: 'IN_PROGRESS' }]);
    const events = await exam.db.query(
      `select 1 from exam.outbox where type = 'exam.attempts.started.v1' and payload->'attempts'->0->>'examId' = $1`,
      [examId],
    );
    expect(events.rows).toHaveLength(1);
  });

  it('never goes beyond the attempts allowed, however it is raced', async () => {
    const { examId } = await makePublished(exam, { attemptsMax: 2 });
    for (const number of [1, 2]) {
      const { startAttempt: started } = await exam.ask(learner, startAttempt, { examId });
      expect(started.attempt.number).toBe(number);
      await exam.ask(learner, submitAttempt, { attemptId: started.attempt.id });
    }
    const refusals = await Promise.all(
      Array.from({ length: 5 }, () => exam.refused(learner, startAttempt, { examId })),
    );
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['EXAM_NO_ATTEMPTS_LEFT']));
  });

  it('sets the deadline by the time limit, and by the window where that ends first', async () => {
    for (const [closesAt, seconds] of [
      [inHours(2), 1_800],
      [inHours(0.25), 900],
    ] as const) {
      const { examId } = await makePublished(exam, { closesAt });
      const { startAttempt: started } = await exam.ask(learner, startAttempt, { examId });
      const { startedAt, deadlineAt, remainingSeconds } = started.attempt;
      const lasts = (Date.parse(deadlineAt) - Date.parse(startedAt)) / 1_000;
      expect(Math.abs(lasts - seconds)).toBeLessThan(20);
      expect(lasts).toBeLessThanOrEqual(seconds);
      expect(Math.abs(remainingSeconds - lasts)).toBeLessThan(20);
    }
  });

  it('fixes paper and order: both stay the same, and differ between learners', async () => {
    const made = await makePublished(exam, {}, ['learner', 'other-learner']);
    const read = async (viewer: typeof learner) =>
      JSON.stringify((await exam.ask(viewer, startAttempt, { examId: made.examId })).startAttempt.attempt.questions);
    const first = await read(learner);
    expect(await read(learner)).toBe(first);
    await read(otherLearner);
    const seeds = await exam.db.query('select distinct seed from exam.attempt where exam_id = $1', [made.examId]);
    expect(seeds.rows).toHaveLength(2);
  });

  it('reads a paper that PostgreSQL refuses to change', async () => {
    const { examId } = await makeStarted(exam);
    for (const statement of [
      `update exam.paper set questions = '[]' where exam_id = $1`,
      'delete from exam.paper where exam_id = $1',
    ]) {
      await expect(exam.db.query(statement, [examId])).rejects.toThrow('never changed');
    }
  });

  it('moves a running deadline with a window that ends later', async () => {
    const made = await makeStarted(exam, { closesAt: inHours(0.25), timeLimitSeconds: 3_600 });
    await exam.ask(instructor, updateExam, { input: { examId: made.examId, closesAt: inHours(0.5) } });
    const again = await exam.ask(learner, startAttempt, { examId: made.examId });
    expect(again.startAttempt.attempt.remainingSeconds).toBeGreaterThan(1_500);
  });
});

type How = {
  readonly learnerIds?: readonly string[];
  readonly opensAt?: string;
  readonly isDraft?: boolean;
  readonly isClosed?: boolean;
  readonly isOver?: boolean;
};

describe('an attempt is refused', () => {
  it.each([
    ['not registered', { learnerIds: [] }, 'EXAM_NOT_REGISTERED'],
    ['not open yet', { opensAt: inHours(1) }, 'EXAM_NOT_OPEN'],
    ['draft', { isDraft: true }, 'EXAM_NOT_FOUND'],
    ['called off', { isClosed: true }, 'EXAM_CLOSED'],
    ['over', { isOver: true }, 'EXAM_CLOSED'],
  ])('%s', async (_name, how: How, code) => {
    const change = how.opensAt ? { opensAt: how.opensAt } : {};
    const { examId } = await makeDraft(exam, change);
    if (!how.isDraft) await exam.ask(instructor, publishExam, { examId });
    if (!how.learnerIds) await exam.ask(instructor, registerLearners, { examId, learnerIds: ['learner'] });
    if (how.isClosed) await exam.ask(instructor, closeExam, { examId });
    if (how.isOver) {
      await exam.db.query(
        `update exam.exam set opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' where id = $1`,
        [examId],
      );
    }
    expect(await exam.refused(learner, startAttempt, { examId })).toMatchObject({ code });
  });

  it('without a sign-in', async () => {
    const { examId } = await makePublished(exam);
    expect(await exam.refused(undefined, startAttempt, { examId })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
