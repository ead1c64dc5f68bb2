import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceViewer, userViewer } from '@lectern/testing';
import {
  answerTo,
  closeExam,
  expireAttempts,
  letTimeRunOut,
  makePublished,
  makeStarted,
  saveAnswer,
  startAttempt,
  startIn,
  submitAttempt,
} from './_operations.ts';
import { instructor, learner, startTestExam, type TestExam } from './_util.ts';

const scheduler = serviceViewer('scheduler');

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function gradings(attemptId: string) {
  const log = await exam.db.query('select to_status from exam.attempt_log where attempt_id = $1 order by id', [
    attemptId,
  ]);
  const events = await exam.db.query(
    `select 1 from exam.outbox, jsonb_array_elements(payload->'attempts') a
      where type = 'exam.attempts.graded.v1' and a->>'attemptId' = $1`,
    [attemptId],
  );
  return { log: log.rows.map(({ to_status }) => to_status), events: events.rows.length };
}

describe('exactly one wins', () => {
  it('of ten hand-ins, and all have the same result', async () => {
    const started = await makeStarted(exam);
    await exam.ask(learner, saveAnswer, answerTo(started, 'TRUE_FALSE', { isTrue: false }));
    const { attemptId } = started;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => exam.ask(learner, submitAttempt, { attemptId })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.submitAttempt.attempt.result.pointsAwarded).toBe(1);
    expect(await gradings(attemptId)).toEqual({ log: ['IN_PROGRESS', 'SUBMITTED', 'GRADED'], events: 1 });
  });

  it('of hand-in, two sweeps and closing, whoever is first', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { attemptId, examId } = await makeStarted(exam);
      if (round % 2 === 0) await letTimeRunOut(exam, attemptId);
      await Promise.all([
        exam.ask(learner, submitAttempt, { attemptId }),
        exam.ask(scheduler, expireAttempts, { limit: 10 }),
        exam.ask(scheduler, expireAttempts, { limit: 10 }),
        exam.ask(instructor, closeExam, { examId }),
      ]);
      const { log, events } = await gradings(attemptId);
      expect(events).toBe(1);
      expect(log).toHaveLength(3);
      expect(log.at(-1)).toBe('GRADED');
      const { rows } = await exam.db.query('select ending from exam.attempt where id = $1', [attemptId]);
      if (round % 2 === 0) expect(rows[0].ending).toBe('TIME_RAN_OUT');
      else expect(['HANDED_IN', 'EXAM_CLOSED']).toContain(rows[0].ending);
    }
  });
});

describe('answers against hand-in', () => {
  it('every answer with a receipt counts, none without one does', async () => {
    for (let round = 0; round < 8; round += 1) {
      const started = await makeStarted(exam);
      const { attemptId } = started;
      const saves = Object.entries(started.right).map(async ([kind, answer]) => {
        const points = kind === 'MULTIPLE_CHOICE' ? 2 : 1;
        return exam.ask(learner, saveAnswer, answerTo(started, kind, answer)).then(
          () => points,
          (error: Error) => {
            expect(error.message).toContain('ATTEMPT_ENDED');
            return 0;
          },
        );
      });
      const { submitAttempt: submitted } = await exam.ask(learner, submitAttempt, { attemptId });
      const points = (await Promise.all(saves)).reduce((sum, each) => sum + each, 0);
      expect(submitted.attempt.result.pointsAwarded).toBe(points);
    }
  });
});

describe('the sweep', () => {
  it('ends what is overdue with the deadline as its end, and leaves the rest', async () => {
    const overdue = await makeStarted(exam);
    const running = await makeStarted(exam);
    await exam.ask(learner, saveAnswer, answerTo(overdue, 'TRUE_FALSE', { isTrue: false }));
    await letTimeRunOut(exam, overdue.attemptId);
    expect((await exam.ask(scheduler, expireAttempts, { limit: 100 })).expireAttempts).toBe(1);
    expect((await exam.ask(scheduler, expireAttempts, { limit: 100 })).expireAttempts).toBe(0);
    const { rows } = await exam.db.query(
      `select status, ending, submitted_at = deadline_at as "endedOnTime", points_awarded as points
         from exam.attempt where id = $1`,
      [overdue.attemptId],
    );
    expect(rows[0]).toEqual({ status: 'GRADED', ending: 'TIME_RAN_OUT', endedOnTime: true, points: 1 });
    const again = await exam.ask(learner, startAttempt, { examId: running.examId });
    expect(again.startAttempt.attempt).toMatchObject({ id: running.attemptId, status: 'IN_PROGRESS' });
  });

  it('takes no more than it is told, and many at once', async () => {
    const learners = Array.from({ length: 30 }, (_, index) => userViewer(`learner-${index}`, 'LEARNER'));
    const made = await makePublished(
      exam,
      {},
      learners.map((_, index) => `learner-${index}`),
    );
    const attempts = await Promise.all(learners.map((viewer) => startIn(exam, made, viewer)));
    await Promise.all(attempts.map(({ attemptId }) => letTimeRunOut(exam, attemptId)));
    expect((await exam.ask(scheduler, expireAttempts, { limit: 7 })).expireAttempts).toBe(7);
    const counts = await Promise.all(
      [1, 2, 3].map(async () => (await exam.ask(scheduler, expireAttempts, { limit: 30 })).expireAttempts),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(23);
  });

  it('goes on where a closing was interrupted', async () => {
    const { attemptId, examId } = await makeStarted(exam);
    await exam.db.query(`update exam.exam set status = 'CLOSED' where id = $1`, [examId]);
    expect((await exam.ask(scheduler, expireAttempts, { limit: 10 })).expireAttempts).toBe(1);
    const { rows } = await exam.db.query('select status, ending from exam.attempt where id = $1', [attemptId]);
    expect(rows[0]).toEqual({ status: 'GRADED', ending: 'EXAM_CLOSED' });
    const exams = await exam.db.query('select has_ended_attempts as done from exam.exam where id = $1', [examId]);
    expect(exams.rows[0].done).toBe(true);
  });

  it.each([0, 10_001])('refuses a limit of %i', async (limit) => {
    expect(await exam.refused(scheduler, expireAttempts, { limit })).toMatchObject({
      code: 'BAD_INPUT',
      field: 'limit',
    });
  });
});

describe('closing', () => {
  it('ends running attempts at once, and what was saved counts', async () => {
    const started = await makeStarted(exam);
    await exam.ask(learner, saveAnswer, answerTo(started, 'TRUE_FALSE', { isTrue: false }));
    for (let times = 0; times < 2; times += 1) {
      const { closeExam: closed } = await exam.ask(instructor, closeExam, { examId: started.examId });
      expect(closed.exam.status).toBe('CLOSED');
    }
    const { submitAttempt: submitted } = await exam.ask(learner, submitAttempt, { attemptId: started.attemptId });
    expect(submitted.attempt).toMatchObject({ ending: 'EXAM_CLOSED', result: { pointsAwarded: 1 } });
  });
});
