import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createExamOrm } from '../src/db/orm.ts';
import { createScriptCounter } from '../src/marking/script-counts.ts';
import { askExam, essay, newLearners, sit } from './_grading.ts';
import { startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
let orm: MikroORM;
beforeAll(async () => {
  exam = await startTestExam();
  orm = await createExamOrm(exam.config.dbUrl, 2);
});
afterAll(async () => {
  await orm.close(true);
  await exam[Symbol.asyncDispose]();
});

it('scripts whose counting is quick are always counted anew; what took long is kept, for each viewer their own', async () => {
  const learners = newLearners(2);
  const [first, second] = learners;
  if (!first || !second) throw new Error('no learners');
  const asked = await askExam(exam, [essay()], {}, learners);
  const em = () => orm.em.fork();
  const quick = createScriptCounter(em, Number.POSITIVE_INFINITY);
  // Whatever counting takes, it is more than nothing: kept for half a minute.
  const slow = createScriptCounter(em, -1, 30_000);
  await sit(exam, asked, first, { 0: { text: 'one' } });
  const one = [expect.objectContaining({ scriptCount: 1, openForViewerCount: 1 })];
  expect(await quick.count(asked.examId, 'marker')).toEqual(one);
  expect(await slow.count(asked.examId, 'marker')).toEqual(one);

  await sit(exam, asked, second, { 0: { text: 'two' } });
  expect(await quick.count(asked.examId, 'marker')).toEqual([expect.objectContaining({ scriptCount: 2 })]);
  expect(await slow.count(asked.examId, 'marker')).toEqual(one);
  // The learner's own script is not theirs to mark.
  expect(await slow.count(asked.examId, first.kind === 'USER' ? first.id : '')).toEqual([
    expect.objectContaining({ scriptCount: 2, openForViewerCount: 1 }),
  ]);
});
