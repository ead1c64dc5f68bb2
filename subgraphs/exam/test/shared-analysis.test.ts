import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createItemAnalyses } from '../src/analysis/item-analysis.ts';
import { createExamOrm } from '../src/db/orm.ts';
import { findExam } from '../src/exam/exam.queries.ts';
import { createPaperCache } from '../src/paper/paper-cache.ts';
import { askExam, newLearners, sit, truth } from './_grading.ts';
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

it('an exam is analysed once for all who ask at once, and anew when a result has come', async () => {
  const learners = newLearners(2);
  const [first, second] = learners;
  if (!first || !second) throw new Error('no learners');
  const asked = await askExam(exam, [truth()], {}, learners);
  const em = () => orm.em.fork();
  const analyses = createItemAnalyses(em, createPaperCache(em));
  const row = await findExam(em(), asked.examId);
  if (!row) throw new Error('no exam');
  await sit(exam, asked, first, { 0: { isTrue: true } });
  const found = await Promise.all(Array.from({ length: 20 }, () => analyses.get(row)));
  expect(new Set(found).size).toBe(1);
  expect(found[0]).toMatchObject({ attemptCount: 1 });

  await sit(exam, asked, second, { 0: { isTrue: true } });
  expect((await analyses.get(row))?.attemptCount).toBe(2);
});
