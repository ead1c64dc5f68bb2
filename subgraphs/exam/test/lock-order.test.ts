import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { serviceViewer, waitFor } from '@lectern/testing';
import { Client } from 'pg';
import { expireAttempts, letTimeRunOut, makeStarted, startAttempt, submitAttempt } from './_operations.ts';
import { endAttempt } from './_room.ts';
import { learner, proctor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

/** Whether somebody waits for a lock in this test's database. */
async function someoneWaits(): Promise<boolean> {
  const { rows } = await exam.db.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

describe('the exam is locked before its attempts, so that changing it meets nobody in a circle', () => {
  it.each([
    ['handing in', false, (attemptId: string) => exam.ask(learner, submitAttempt, { attemptId })],
    ['the sweep', true, () => exam.ask(serviceViewer('scheduler'), expireAttempts, { limit: 10 })],
    [
      'a proctor who ends it',
      false,
      (attemptId: string) => exam.ask(proctor, endAttempt, { input: { attemptId, reason: 'the end' } }),
    ],
    // The attempt that runs is given back; the way there takes the same locks.
    ['starting', false, (_attemptId: string, examId: string) => exam.ask(learner, startAttempt, { examId })],
  ])('%s', async (_name, isOver, act) => {
    const { attemptId, examId } = await makeStarted(exam);
    if (isOver) await letTimeRunOut(exam, attemptId);
    const changing = new Client({ connectionString: exam.config.dbUrl });
    await changing.connect();
    try {
      await changing.query('begin');
      await changing.query('select 1 from exam.exam where id = $1 for update', [examId]);
      const acting = act(attemptId, examId);
      await waitFor('somebody to wait for the exam', someoneWaits);
      await changing.query('select 1 from exam.attempt where id = $1 for update nowait', [attemptId]);
      await changing.query('commit');
      await acting;
    } finally {
      await changing.end();
    }
  });
});
