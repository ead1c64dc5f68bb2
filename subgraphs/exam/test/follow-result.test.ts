import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askExam, essay, newLearners, sit, truth } from './_grading.ts';
import { admin, instructor, proctor, startTestExam, type TestExam } from './_util.ts';

// What the subscription `attemptResult` asks first; whoever it shows nothing is refused the events after it.
const snapshot = 'query ($attemptId: ID!) { attemptResult(attemptId: $attemptId) { id answers { text } } }';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

const follows = async (viewer: typeof admin | undefined, attemptId: string) =>
  (await exam.ask(viewer, snapshot, { attemptId })).attemptResult;

describe('the result of an attempt, which is told as its learner sees it', () => {
  it('is followed by its learner', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay()], {}, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: { text: 'Because.' } });
    expect(await follows(learner, attemptId)).toEqual({ id: attemptId, answers: [{ text: 'Because.' }] });
  });

  it('is not followed by those who mark, who watch, or who have handed in as well', async () => {
    const [learner = admin, participant = admin, stranger = admin] = newLearners(3);
    const settings = { resultVisibility: 'PARTICIPANTS' };
    const asked = await askExam(exam, [truth()], settings, [learner, participant]);
    const attemptId = await sit(exam, asked, learner, { 0: { isTrue: true } });
    await sit(exam, asked, participant, { 0: { isTrue: true } });
    for (const viewer of [instructor, proctor, admin, participant, stranger, undefined]) {
      expect(await follows(viewer, attemptId)).toBeNull();
    }
  });

  it('is nothing where there is no such attempt', async () => {
    expect(await follows(admin, 'nonsense')).toBeNull();
  });
});
