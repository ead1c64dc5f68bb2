import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceViewer, waitFor } from '@lectern/testing';
import { Client } from 'pg';
import {
  answerTo,
  expireAttempts,
  letTimeRunOut,
  makePublished,
  makeStarted,
  saveAnswer,
  startAttempt,
  startIn,
  submitAttempt,
  updateExam,
} from './_operations.ts';
import {
  attemptRow,
  endAttempt,
  learnersNamed,
  pauseAttempts,
  readAudit,
  reopenAttempt,
  unpauseAttempts,
  voidAttempt,
} from './_room.ts';
import { admin, instructor, learner, proctor, startTestExam, type TestExam } from './_util.ts';

const scheduler = serviceViewer('scheduler');
const reason = 'both at once';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

/** What became of it: `done`, or the code it was refused with. */
async function outcome(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'done';
  } catch (error) {
    return /"code":"(\w+)"/.exec(String(error))?.[1] ?? String(error);
  }
}

describe('of two proctors who do the same at once, one does it', () => {
  it.each([
    ['end', endAttempt, {}, 'ATTEMPT_NOT_RUNNING', 'ATTEMPT_ENDED'],
    ['void', voidAttempt, {}, 'ATTEMPT_VOIDED', 'ATTEMPT_VOIDED'],
    ['reopen', reopenAttempt, { seconds: 600 }, 'ATTEMPT_STILL_RUNS', 'ATTEMPT_REOPENED'],
  ])('%s', async (name, mutation, more, code, action) => {
    for (let round = 0; round < 3; round += 1) {
      const { attemptId, examId } = await makeStarted(exam);
      if (name === 'reopen') await exam.ask(learner, submitAttempt, { attemptId });
      const before = await attemptRow(exam, attemptId);
      const input = { attemptId, reason, ...more };
      const outcomes = await Promise.all(
        [proctor, admin, instructor].map((viewer) => outcome(exam.ask(viewer, mutation, { input }))),
      );
      expect(outcomes.toSorted()).toEqual([code, code, 'done'].toSorted());
      expect((await attemptRow(exam, attemptId)).revision).toBe(before.revision + 1);
      const acts = (await readAudit(exam, instructor, examId, attemptId)).map((entry) => entry.action);
      expect(acts).toEqual([action]);
    }
  });

  it('pause and go on: each attempt once, and no time is given twice', async () => {
    const { ids, viewers } = learnersNamed(20);
    const made = await makePublished(exam, {}, ids);
    const { examId } = made;
    const attempts = await Promise.all(viewers.map((viewer) => startIn(exam, made, viewer)));
    const deadlines = async () => Promise.all(attempts.map(({ attemptId }) => attemptRow(exam, attemptId)));
    const before = await deadlines();
    const each = (mutation: string) =>
      Promise.all(
        [proctor, admin, instructor].map((viewer) => exam.ask(viewer, mutation, { input: { examId, reason } })),
      );
    for (let round = 0; round < 3; round += 1) {
      const paused = await each(pauseAttempts);
      expect(paused.reduce((sum, answer) => sum + answer.pauseAttempts.changedCount, 0)).toBe(20);
      const gone = await each(unpauseAttempts);
      expect(gone.reduce((sum, answer) => sum + answer.unpauseAttempts.changedCount, 0)).toBe(20);
    }
    for (const [index, row] of (await deadlines()).entries()) {
      expect(row.deadlineAt - (before[index]?.deadlineAt ?? 0)).toBeCloseTo(row.pausedSeconds * 1_000, 3);
      expect(row.acceptsUntil - row.deadlineAt).toBe(10_000);
      expect(row.pausedAt).toBeNull();
    }
  });
});

describe('an attempt opened again', () => {
  it('while its learner starts another one: the start gives the one that runs', async () => {
    const made = await makePublished(exam, { attemptsMax: 2 });
    const { attemptId } = await startIn(exam, made);
    await exam.ask(learner, submitAttempt, { attemptId });
    const reopening = new Client({ connectionString: exam.config.dbUrl });
    await reopening.connect();
    try {
      await reopening.query('begin');
      await reopening.query(`update exam.attempt set status = 'IN_PROGRESS' where id = $1`, [attemptId]);
      const starting = exam.ask(learner, startAttempt, { examId: made.examId });
      await waitFor('the start to wait', async () => {
        const { rows } = await exam.db.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      });
      await reopening.query('commit');
      expect((await starting).startAttempt.attempt).toMatchObject({ id: attemptId, status: 'IN_PROGRESS' });
    } finally {
      await reopening.end();
    }
  });
});

describe('a pause', () => {
  it('against answers: each has a receipt or waits, and what has a receipt counts', async () => {
    for (let round = 0; round < 5; round += 1) {
      const started = await makeStarted(exam);
      const { examId, attemptId } = started;
      const [saved] = await Promise.all([
        Promise.all(
          Object.entries(started.right).map(async ([kind, answer]) => ({
            kind,
            outcome: await outcome(exam.ask(learner, saveAnswer, answerTo(started, kind, answer))),
          })),
        ),
        exam.ask(proctor, pauseAttempts, { input: { examId, attemptIds: [attemptId], reason } }),
      ]);
      const stored = await exam.db.query(
        'select count(response)::int as count from exam.answer where attempt_id = $1',
        [attemptId],
      );
      expect(stored.rows[0].count).toBe(saved.filter((one) => one.outcome === 'done').length);
      for (const one of saved) expect(['done', 'ATTEMPT_PAUSED']).toContain(one.outcome);
    }
  });

  it('against the sweep: stands, or is over; a paused attempt is never swept', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { examId, attemptId } = await makeStarted(exam);
      await exam.db.query(
        `update exam.attempt set deadline_at = now() + interval '60 milliseconds',
                accepts_until = now() + interval '60 milliseconds' where id = $1`,
        [attemptId],
      );
      const [{ pauseAttempts: paused }] = await Promise.all([
        exam.ask(proctor, pauseAttempts, { input: { examId, reason } }),
        exam.ask(scheduler, expireAttempts, { limit: 100 }),
      ]);
      await exam.ask(scheduler, expireAttempts, { limit: 100 });
      const row = await attemptRow(exam, attemptId);
      if (paused.changedCount === 1) expect(row).toMatchObject({ status: 'IN_PROGRESS', ending: null });
      else expect(row).toMatchObject({ pausedAt: null });
    }
  });

  it('against a hand-in: whoever is first, the attempt ends once and its clock does not stand on', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { examId, attemptId } = await makeStarted(exam);
      await Promise.all([
        outcome(exam.ask(learner, submitAttempt, { attemptId })),
        exam.ask(proctor, pauseAttempts, { input: { examId, reason } }),
      ]);
      const row = await attemptRow(exam, attemptId);
      if (row.status === 'GRADED') expect(row.pausedAt).toBeNull();
      else expect(row).toMatchObject({ status: 'IN_PROGRESS' });
    }
  });
});

describe('ends that meet', () => {
  it('a proctor, the learner and the sweep: one of them ends it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { attemptId } = await makeStarted(exam);
      if (round % 2 === 0) await letTimeRunOut(exam, attemptId);
      await Promise.all([
        outcome(exam.ask(proctor, endAttempt, { input: { attemptId, reason } })),
        outcome(exam.ask(learner, submitAttempt, { attemptId })),
        exam.ask(scheduler, expireAttempts, { limit: 10 }),
      ]);
      const { rows } = await exam.db.query(`select to_status from exam.attempt_log where attempt_id = $1 order by id`, [
        attemptId,
      ]);
      expect(rows).toHaveLength(3);
      expect(rows[2]).toEqual({ to_status: 'GRADED' });
    }
  });

  it('a later end of the exam and the sweep: it runs on with the new deadline, or is over at the old one', async () => {
    const [opensAt, closesAt, later] = [-2, 2, 3].map((hours) =>
      new Date(Date.now() + hours * 3_600_000).toISOString(),
    );
    for (let round = 0; round < 6; round += 1) {
      const { examId, attemptId } = await makeStarted(exam, { timeLimitSeconds: 14_400, opensAt, closesAt });
      await exam.db.query(
        `update exam.attempt set deadline_at = now() - interval '1 second', accepts_until = now() - interval '1 second'
          where id = $1`,
        [attemptId],
      );
      const passed = (await attemptRow(exam, attemptId)).deadlineAt;
      await Promise.all([
        exam.ask(instructor, updateExam, { input: { examId, closesAt: later } }),
        exam.ask(scheduler, expireAttempts, { limit: 10 }),
      ]);
      const row = await attemptRow(exam, attemptId);
      if (row.status === 'IN_PROGRESS') {
        expect(row.deadlineAt).toBe(Date.parse(later ?? ''));
        expect(row.acceptsUntil - row.deadlineAt).toBe(10_000);
      } else expect(row).toMatchObject({ status: 'GRADED', ending: 'TIME_RAN_OUT', deadlineAt: passed });
    }
  });
});
