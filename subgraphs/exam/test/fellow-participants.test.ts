import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askExam, idOf, newLearners, sit, truth } from './_grading.ts';
import { grantAllowance } from './_room.ts';
import { admin, instructor, proctor, startTestExam, type TestExam } from './_util.ts';

const timing = /* GraphQL */ `
  query ($attemptId: ID!) {
    attempt(attemptId: $attemptId) { id deadlineAt acceptsUntil pausedAt extraSeconds result { scorePercent } }
  }
`;

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

it('fellow participants see a result, and not that its learner was allowed more time', async () => {
  const [learner = admin, participant = admin] = newLearners(2);
  const asked = await askExam(exam, [truth()], { resultVisibility: 'PARTICIPANTS' }, [learner, participant]);
  const grant = { examId: asked.examId, learnerId: idOf(learner), extraSeconds: 600, reason: 'a certificate' };
  await exam.ask(instructor, grantAllowance, { input: grant });
  const attemptId = await sit(exam, asked, learner, { 0: { isTrue: true } });
  await sit(exam, asked, participant, { 0: { isTrue: true } });
  const seen = await exam.ask(participant, timing, { attemptId });
  expect(seen.attempt).toEqual({
    id: attemptId,
    deadlineAt: null,
    acceptsUntil: null,
    pausedAt: null,
    extraSeconds: 0,
    result: { scorePercent: 100 },
  });
  for (const viewer of [learner, instructor, proctor]) {
    const { attempt } = await exam.ask(viewer, timing, { attemptId });
    expect(attempt).toMatchObject({ deadlineAt: expect.any(String), extraSeconds: 600 });
  }
});
