import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceViewer, userViewer } from '@lectern/testing';
import {
  answerTo,
  closeExam,
  expireAttempts,
  letDeadlinePass,
  letTimeRunOut,
  makePublished,
  makeStarted,
  saveAnswer,
  startAttempt,
  startIn,
  submitAttempt,
} from './_operations.ts';
import { instructor, learner, otherLearner, startTestExam, type TestExam } from './_util.ts';

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

describe('many at once', () => {
  it('a cohort that hands in together has each its own result, with one event and two moves', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `crowd-${index}`);
    const viewers = ids.map((id) => userViewer(id, 'LEARNER'));
    const made = await makePublished(exam, {}, ids);
    const started = await Promise.all(viewers.map((viewer) => startIn(exam, made, viewer)));
    const isRight = (index: number) => index % 3 === 0;
    await Promise.all(
      started.map(({ attemptId }, index) => {
        const attempt = { ...made, attemptId, right: {} };
        const viewer = viewers[index];
        return exam.ask(viewer, saveAnswer, answerTo(attempt, 'TRUE_FALSE', { isTrue: !isRight(index) }));
      }),
    );
    const results = await Promise.all(
      started.map(({ attemptId }, index) => exam.ask(viewers[index], submitAttempt, { attemptId })),
    );
    expect(results.map(({ submitAttempt: { attempt } }) => attempt.result.pointsAwarded)).toEqual(
      viewers.map((_, index) => (isRight(index) ? 1 : 0)),
    );
    const { rows } = await exam.db.query(
      `select count(distinct l.id)::int as moves, count(distinct a.id)::int as attempts
         from exam.attempt a join exam.attempt_log l on l.attempt_id = a.id
        where a.exam_id = $1 and l.to_status in ('SUBMITTED', 'GRADED')`,
      [made.examId],
    );
    expect(rows[0]).toEqual({ moves: 120, attempts: 60 });
    for (const { attemptId } of started.slice(0, 3)) expect((await gradings(attemptId)).events).toBe(1);
  });

  it('the hand-in of somebody else does not end mine', async () => {
    const mine = await makeStarted(exam);
    expect(await exam.refused(otherLearner, submitAttempt, { attemptId: mine.attemptId })).toMatchObject({
      code: 'ATTEMPT_NOT_FOUND',
    });
    const { rows } = await exam.db.query('select status from exam.attempt where id = $1', [mine.attemptId]);
    expect(rows[0].status).toBe('IN_PROGRESS');
  });
});

describe('deadlines that move against the sweep', () => {
  it('either the attempt goes on to the new deadline, or it has ended at the old one', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const { attemptId } = await makeStarted(exam);
      await letTimeRunOut(exam, attemptId);
      const { rows: before } = await exam.db.query('select deadline_at as at from exam.attempt where id = $1', [
        attemptId,
      ]);
      // As an allowance or a later closing does it: only what still runs under the lock.
      const move = exam.db.query(
        `update exam.attempt set deadline_at = now() + interval '1 hour', accepts_until = now() + interval '1 hour'
          where id = $1 and status = 'IN_PROGRESS'`,
        [attemptId],
      );
      await Promise.all([move, exam.ask(scheduler, expireAttempts, { limit: 5 })]);
      const { rows } = await exam.db.query(
        `select status, submitted_at as "endedAt", deadline_at > now() as "isAhead" from exam.attempt where id = $1`,
        [attemptId],
      );
      const [{ status, endedAt, isAhead }] = rows;
      seen.add(status);
      if (status === 'IN_PROGRESS') expect([endedAt, isAhead]).toEqual([null, true]);
      else expect([status, endedAt, isAhead]).toEqual(['GRADED', before[0].at, false]);
    }
    expect(seen.size).toBeGreaterThan(0);
  });

  it('a paused attempt is left alone however late it is, and handed in it has not run out of time', async () => {
    const { attemptId } = await makeStarted(exam);
    await letTimeRunOut(exam, attemptId);
    await exam.db.query(`update exam.attempt set paused_at = now() - interval '1 minute' where id = $1`, [attemptId]);
    expect((await exam.ask(scheduler, expireAttempts, { limit: 100 })).expireAttempts).toBe(0);
    const { submitAttempt: submitted } = await exam.ask(learner, submitAttempt, { attemptId });
    expect(submitted.attempt).toMatchObject({ status: 'GRADED', ending: 'HANDED_IN' });
  });

  it('what arrives within the grace counts, and the end is the deadline', async () => {
    const started = await makeStarted(exam);
    await letDeadlinePass(exam, started.attemptId);
    expect((await exam.ask(scheduler, expireAttempts, { limit: 100 })).expireAttempts).toBe(0);
    await exam.ask(learner, saveAnswer, answerTo(started, 'TRUE_FALSE', { isTrue: false }));
    const { attemptId } = started;
    const { submitAttempt: submitted } = await exam.ask(learner, submitAttempt, { attemptId });
    expect(submitted.attempt).toMatchObject({ ending: 'TIME_RAN_OUT', result: { pointsAwarded: 1 } });
    const { rows } = await exam.db.query('select submitted_at = deadline_at as same from exam.attempt where id = $1', [
      attemptId,
    ]);
    expect(rows[0].same).toBe(true);
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
