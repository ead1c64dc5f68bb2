import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, makeStarted, saveAnswer, startAttempt, submitAttempt } from './_operations.ts';
import { learner, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

describe('a learner sits an exam', () => {
  it('and gets every point for right answers', async () => {
    const started = await makeStarted(exam);
    for (const [kind, answer] of Object.entries(started.right)) {
      const { saveAnswer: saved } = await exam.ask(learner, saveAnswer, answerTo(started, kind, answer));
      expect(saved.receipt).toMatchObject({ attemptId: started.attemptId, storedSequence: 1 });
      expect(saved.receipt.remainingSeconds).toBeGreaterThan(1_700);
    }
    const { submitAttempt: submitted } = await exam.ask(learner, submitAttempt, { attemptId: started.attemptId });
    expect(submitted.attempt).toMatchObject({
      status: 'GRADED',
      ending: 'HANDED_IN',
      remainingSeconds: 0,
      result: { pointsAwarded: 6, pointsMax: 6, scorePercent: 100, isPassed: true },
    });
    expect(submitted.attempt.result.questions.map(({ verdict }: { verdict: string }) => verdict)).toEqual(
      Array(5).fill('RIGHT'),
    );
  });

  it('and starting again gives the attempt that runs', async () => {
    const started = await makeStarted(exam);
    const again = await exam.ask(learner, startAttempt, { examId: started.examId });
    expect(again.startAttempt.attempt.id).toBe(started.attemptId);
  });
});
