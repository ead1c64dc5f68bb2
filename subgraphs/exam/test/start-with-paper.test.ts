import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { userViewer } from '@lectern/testing';
import { answerTo, makePublished, saveAnswer, startIn } from './_operations.ts';
import { learner, startTestExam, type TestExam } from './_util.ts';

const page = /* GraphQL */ `
  id status remainingSeconds answeredCount
  exam { id questionCount pointsMax }
  questions { id position prompt }
  answers { questionId sequence }
`;
const start = `mutation ($examId: ID!) { startAttempt(input: { examId: $examId }) { attempt { ${page} } } }`;
const read = `query ($attemptId: ID!) { attempt(attemptId: $attemptId) { ${page} } }`;
const whole = { remainingSeconds: expect.any(Number) };

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

describe('the answer of a start', () => {
  it('is what the attempt reads as afterwards, with the whole time left', async () => {
    const { examId } = await makePublished(exam);
    const { attempt } = (await exam.ask(learner, start, { examId })).startAttempt;
    expect(attempt).toMatchObject({ status: 'IN_PROGRESS', remainingSeconds: 1_800, answeredCount: 0, answers: [] });
    const { attempt: seen } = await exam.ask(learner, read, { attemptId: attempt.id });
    expect(seen).toEqual({ ...attempt, ...whole });
    expect(seen.remainingSeconds).toBeLessThan(1_800);
  });

  it('has the answers of an attempt that runs already, and the time that is left of it', async () => {
    const made = await makePublished(exam);
    const begun = { ...made, ...(await startIn(exam, made)) };
    await exam.ask(learner, saveAnswer, answerTo(begun, 'TRUE_FALSE', { isTrue: true }));
    const { attempt } = (await exam.ask(learner, start, { examId: made.examId })).startAttempt;
    expect(attempt).toMatchObject({ id: begun.attemptId, answeredCount: 1 });
    expect(attempt.answers).toEqual([{ questionId: made.question.TRUE_FALSE?.id, sequence: 1 }]);
    expect(attempt.remainingSeconds).toBeLessThan(1_800);
  });

  it('is each learner’s own, however many start and read in the same moment', async () => {
    const learnerIds = Array.from({ length: 60 }, (_, index) => `many-${index}`);
    const { examId, question } = await makePublished(exam, {}, learnerIds);
    const viewers = learnerIds.map((id) => userViewer(id, 'LEARNER'));
    const started = await Promise.all(
      viewers.map(async (viewer) => (await exam.ask(viewer, start, { examId })).startAttempt.attempt),
    );
    expect(new Set(started.map(({ id }) => id)).size).toBe(60);
    const questionId = question.TRUE_FALSE?.id;
    await Promise.all(
      viewers.map((viewer, place) => {
        const input = { attemptId: started[place].id, questionId, sequence: place + 1, answer: { isTrue: true } };
        return exam.ask(viewer, saveAnswer, { input });
      }),
    );
    const seen = await Promise.all(
      viewers.map(async (viewer, place) => (await exam.ask(viewer, read, { attemptId: started[place].id })).attempt),
    );
    expect(seen.map(({ id }) => id)).toEqual(started.map(({ id }) => id));
    expect(seen.map(({ answers }) => answers)).toEqual(
      learnerIds.map((_, place) => [{ questionId, sequence: place + 1 }]),
    );
    // Another's attempt stays hidden, also when its owner reads it at that moment.
    const [mine, others] = await Promise.all([
      exam.ask(viewers[0] ?? learner, read, { attemptId: started[0].id }),
      exam.ask(viewers[1] ?? learner, read, { attemptId: started[0].id }),
    ]);
    expect(mine.attempt.id).toBe(started[0].id);
    expect(others.attempt).toBeNull();
  });
});
