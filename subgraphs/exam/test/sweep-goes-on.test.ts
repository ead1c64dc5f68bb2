import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { serviceViewer } from '@lectern/testing';
import { rowOf } from './_grading.ts';
import { expireAttempts, letTimeRunOut, makePublished, makeStarted, startIn } from './_operations.ts';
import { learnersNamed } from './_room.ts';
import { startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

it('an attempt that cannot be graded is told of, and keeps no other from its end', async () => {
  const broken = await makeStarted(exam);
  // What no service writes: a paper whose questions are none.
  const { rows } = await exam.db.query(
    `insert into exam.paper (id, exam_id, shuffles_questions, shuffles_choices, points_max, question_count, questions)
     values (gen_random_uuid(), $1, false, false, 1, 1, '{}') returning id`,
    [broken.examId],
  );
  await exam.db.query('update exam.attempt set paper_id = $1 where id = $2', [rows[0].id, broken.attemptId]);
  await letTimeRunOut(exam, broken.attemptId);

  const { ids, viewers } = learnersNamed(60);
  const made = await makePublished(exam, {}, ids);
  const attempts = await Promise.all(viewers.map((viewer) => startIn(exam, made, viewer)));
  await Promise.all(attempts.map(({ attemptId }) => letTimeRunOut(exam, attemptId)));

  const { expireAttempts: count } = await exam.ask(serviceViewer('scheduler'), expireAttempts, { limit: 1_000 });
  expect(count).toBe(60);
  for (const { attemptId } of attempts) expect((await rowOf(exam, attemptId)).status).toBe('GRADED');
  expect((await rowOf(exam, broken.attemptId)).status).toBe('IN_PROGRESS');
  const told = exam.logLines.filter((line) => line.includes('cannot be graded'));
  expect(told.join()).toContain(broken.attemptId);
});
