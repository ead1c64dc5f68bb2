import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  answerTo,
  closeExam,
  flagQuestion,
  letDeadlinePass,
  letTimeRunOut,
  makeStarted,
  type StartedAttempt,
  saveAnswer,
  submitAttempt,
} from './_operations.ts';
import { instructor, learner, otherLearner, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function stored({ attemptId, question }: StartedAttempt, kind: string) {
  const { rows } = await exam.db.query(
    'select response, sequence, points_awarded from exam.answer where attempt_id = $1 and question_id = $2',
    [attemptId, question[kind]?.id],
  );
  return rows[0];
}

const save = (started: StartedAttempt, kind: string, answer: object, sequence = 1) =>
  exam
    .ask(learner, saveAnswer, answerTo(started, kind, answer, sequence))
    .then(({ saveAnswer: { receipt } }) => receipt);

const refusedSave = (started: StartedAttempt, kind: string, answer: object, sequence = 1, viewer = learner) =>
  exam.refused(viewer, saveAnswer, answerTo(started, kind, answer, sequence));

describe('of the answers to one question', () => {
  it('the one with the highest sequence stays, in whatever order they come', async () => {
    const started = await makeStarted(exam);
    expect((await save(started, 'NUMERIC', { number: 2 }, 2)).storedSequence).toBe(2);
    expect((await save(started, 'NUMERIC', { number: 1 }, 1)).storedSequence).toBe(2);
    expect((await save(started, 'NUMERIC', { number: 2 }, 2)).storedSequence).toBe(2);
    expect(await stored(started, 'NUMERIC')).toMatchObject({ response: { number: 2 }, sequence: 2 });
    expect((await save(started, 'NUMERIC', { number: 3 }, 9)).storedSequence).toBe(9);
    expect(await stored(started, 'NUMERIC')).toMatchObject({ response: { number: 3 }, sequence: 9 });
  });

  it('another answer with the number of the stored one is refused, and told which number that is', async () => {
    const started = await makeStarted(exam);
    await save(started, 'NUMERIC', { number: 2 }, 2);
    const refusal = await refusedSave(started, 'NUMERIC', { number: 7 }, 2);
    expect(refusal).toMatchObject({ code: 'ANSWER_SEQUENCE_TAKEN', storedSequence: 2 });
    expect(await stored(started, 'NUMERIC')).toMatchObject({ response: { number: 2 }, sequence: 2 });
  });

  it('raced with one number, one stays and only those who sent it have a receipt', async () => {
    for (let round = 0; round < 5; round += 1) {
      const started = await makeStarted(exam);
      const sent = Array.from({ length: 12 }, (_, index) => index % 3);
      const outcomes = await Promise.allSettled(sent.map((number) => save(started, 'NUMERIC', { number }, 1)));
      const { number } = (await stored(started, 'NUMERIC')).response;
      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(sent.map((each) => each === number));
    }
  });

  it('raced, the highest stays and every receipt tells the truth', async () => {
    const started = await makeStarted(exam);
    const sequences = Array.from({ length: 40 }, (_, index) => index + 1);
    const receipts = await Promise.all(
      sequences.map((sequence) => save(started, 'NUMERIC', { number: sequence }, sequence)),
    );
    for (const [index, { storedSequence }] of receipts.entries()) expect(storedSequence).toBeGreaterThan(index);
    expect(await stored(started, 'NUMERIC')).toMatchObject({ response: { number: 40 }, sequence: 40 });
  });

  it('the last may clear it', async () => {
    const started = await makeStarted(exam);
    await save(started, 'SHORT_TEXT', { text: 'something' }, 1);
    await save(started, 'SHORT_TEXT', {}, 2);
    expect(await stored(started, 'SHORT_TEXT')).toEqual({ response: null, sequence: 2, points_awarded: null });
  });
});

describe('an attempt that others have changed', () => {
  const change = (attemptId: string, assignment: string) =>
    exam.db.query(`update exam.attempt set ${assignment} where id = $1`, [attemptId]);
  const saveFrom = (started: StartedAttempt, deviceId: string | null) => {
    const { input } = answerTo(started, 'NUMERIC', { number: 1 });
    return { input: { ...(input as object), deviceId } };
  };

  it('takes no answer and no flag while it is paused, and afterwards again', async () => {
    const started = await makeStarted(exam);
    await change(started.attemptId, 'paused_at = now()');
    expect(await refusedSave(started, 'NUMERIC', { number: 1 })).toMatchObject({ code: 'ATTEMPT_PAUSED' });
    const flag = { attemptId: started.attemptId, questionId: started.question['NUMERIC']?.id, isFlagged: true };
    expect(await exam.refused(learner, flagQuestion, { input: flag })).toMatchObject({ code: 'ATTEMPT_PAUSED' });
    await change(started.attemptId, 'paused_at = null');
    expect((await save(started, 'NUMERIC', { number: 1 })).storedSequence).toBe(1);
  });

  it('takes answers from its device alone', async () => {
    const started = await makeStarted(exam);
    await change(started.attemptId, `device_id = 'tablet'`);
    for (const deviceId of ['phone', null]) {
      const refusal = await exam.refused(learner, saveAnswer, saveFrom(started, deviceId));
      expect(refusal).toMatchObject({ code: 'ATTEMPT_ON_OTHER_DEVICE' });
    }
    await exam.ask(learner, saveAnswer, saveFrom(started, 'tablet'));
    expect(await stored(started, 'NUMERIC')).toMatchObject({ response: { number: 1 } });
  });

  it('takes answers from any device where none was named', async () => {
    const started = await makeStarted(exam);
    await exam.ask(learner, saveAnswer, saveFrom(started, 'phone'));
    expect(await stored(started, 'NUMERIC')).toMatchObject({ response: { number: 1 } });
  });

  it('refuses a device that does not name itself properly', async () => {
    const started = await makeStarted(exam);
    const refusal = await exam.refused(learner, saveAnswer, saveFrom(started, 'x'.repeat(101)));
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', field: 'deviceId' });
  });

  it('takes what was on its way at the deadline, with no time left, until the grace is over', async () => {
    const started = await makeStarted(exam);
    await letDeadlinePass(exam, started.attemptId);
    expect(await save(started, 'NUMERIC', { number: 1 })).toMatchObject({ storedSequence: 1, remainingSeconds: 0 });
    await letTimeRunOut(exam, started.attemptId);
    const refusal = await refusedSave(started, 'NUMERIC', { number: 2 }, 2);
    expect(refusal).toMatchObject({ code: 'ATTEMPT_DEADLINE_PASSED' });
  });
});

describe('an answer that does not fit is refused', () => {
  let started: StartedAttempt;
  beforeAll(async () => {
    started = await makeStarted(exam);
  });
  it.each([
    ['a choice of another question', 'SINGLE_CHOICE', { choiceIds: ['nonsense'] }, 'choiceIds'],
    ['more choices than there are', 'SINGLE_CHOICE', { choiceIds: ['a', 'b', 'c', 'd'] }, 'choiceIds'],
    ['a number for a choice', 'SINGLE_CHOICE', { number: 1 }, 'number'],
    ['a text for a number', 'NUMERIC', { text: '1' }, 'text'],
    ['two kinds of answer at once', 'TRUE_FALSE', { isTrue: true, text: 'yes' }, 'text'],
    ['a text that is too long', 'SHORT_TEXT', { text: 'x'.repeat(201) }, 'text'],
    ['a NUL', 'SHORT_TEXT', { text: 'a\0b' }, 'text'],
    ['half a surrogate pair', 'SHORT_TEXT', { text: 'a\uD800' }, 'text'],
  ])('%s', async (_name, kind, answer, field) => {
    expect(await refusedSave(started, kind, answer)).toMatchObject({ code: 'ANSWER_DOES_NOT_FIT', field });
    expect(await stored(started, kind)).toBeUndefined();
  });

  it('two choices where one may be chosen', async () => {
    const choiceIds = started.question['SINGLE_CHOICE']?.choices.slice(0, 2).map(({ id }) => id);
    const refusal = await refusedSave(started, 'SINGLE_CHOICE', { choiceIds });
    expect(refusal).toMatchObject({ code: 'ANSWER_DOES_NOT_FIT', field: 'choiceIds' });
  });

  it.each([0, -1])('with sequence number %i', async (sequence) => {
    const refusal = await refusedSave(started, 'NUMERIC', { number: 1 }, sequence);
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', field: 'sequence' });
  });

  it.each([
    ['an unknown question', crypto.randomUUID()],
    ['what is no id', 'nonsense'],
    ['a name of the language', '__proto__'],
  ])('to %s', async (_name, questionId) => {
    const input = { attemptId: started.attemptId, questionId, sequence: 1, answer: { text: 'x' } };
    expect(await exam.refused(learner, saveAnswer, { input })).toMatchObject({ code: 'QUESTION_NOT_IN_ATTEMPT' });
    const flag = { attemptId: started.attemptId, questionId, isFlagged: true };
    expect(await exam.refused(learner, flagQuestion, { input: flag })).toMatchObject({
      code: 'QUESTION_NOT_IN_ATTEMPT',
    });
  });

  it.each([
    ['an unknown attempt', crypto.randomUUID()],
    ['what is no id', 'nonsense'],
  ])('in %s', async (_name, attemptId) => {
    const input = { attemptId, questionId: crypto.randomUUID(), sequence: 1, answer: {} };
    expect(await exam.refused(learner, saveAnswer, { input })).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
  });

  it('in an attempt of somebody else', async () => {
    const refusal = await refusedSave(started, 'NUMERIC', { number: 1 }, 1, otherLearner);
    expect(refusal).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    expect(await refusedSave(started, 'NUMERIC', { number: 1 }, 1, instructor)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('an exam that goes one way', () => {
  const oneWay = { navigation: 'ONE_WAY', shufflesQuestions: false };

  it('refuses answers to a question that was left, and takes those that are only late', async () => {
    const started = await makeStarted(exam, oneWay);
    await save(started, 'SINGLE_CHOICE', started.right.SINGLE_CHOICE ?? {}, 1);
    await save(started, 'NUMERIC', { number: 2 }, 3);
    expect(await save(started, 'TRUE_FALSE', { isTrue: true }, 2)).toMatchObject({ storedSequence: 2 });
    expect(await refusedSave(started, 'TRUE_FALSE', { isTrue: false }, 4)).toMatchObject({ code: 'QUESTION_LEFT' });
    expect(await refusedSave(started, 'MULTIPLE_CHOICE', {}, 5)).toMatchObject({ code: 'QUESTION_LEFT' });
    expect(await save(started, 'NUMERIC', { number: 4 }, 6)).toMatchObject({ storedSequence: 6 });
  });

  it('gives the receipt again to who sends again what was stored before going on', async () => {
    const started = await makeStarted(exam, oneWay);
    await save(started, 'SINGLE_CHOICE', started.right.SINGLE_CHOICE ?? {}, 1);
    await save(started, 'NUMERIC', { number: 2 }, 2);
    expect(await save(started, 'SINGLE_CHOICE', started.right.SINGLE_CHOICE ?? {}, 1)).toMatchObject({
      storedSequence: 1,
    });
  });
});

describe('after the end', () => {
  it.each([
    ['of the time', letTimeRunOut, 'ATTEMPT_DEADLINE_PASSED'],
    [
      'by handing in',
      (it: TestExam, attemptId: string) => it.ask(learner, submitAttempt, { attemptId }),
      'ATTEMPT_ENDED',
    ],
    [
      'of the time, handed in',
      async (it: TestExam, attemptId: string) => {
        await letTimeRunOut(it, attemptId);
        await it.ask(learner, submitAttempt, { attemptId });
      },
      'ATTEMPT_DEADLINE_PASSED',
    ],
    [
      'by closing',
      async (it: TestExam, _attemptId: string, examId: string) => it.ask(instructor, closeExam, { examId }),
      'ATTEMPT_ENDED',
    ],
  ])('%s answers are refused, and what was stored before has its receipt', async (_name, end, code) => {
    const started = await makeStarted(exam);
    await save(started, 'NUMERIC', { number: 5 }, 3);
    await end(exam, started.attemptId, started.examId);
    expect(await refusedSave(started, 'NUMERIC', { number: 6 }, 4)).toMatchObject({ code });
    expect(await refusedSave(started, 'TRUE_FALSE', { isTrue: true }, 5)).toMatchObject({ code });
    const flag = { attemptId: started.attemptId, questionId: started.question['NUMERIC']?.id, isFlagged: true };
    expect(await exam.refused(learner, flagQuestion, { input: flag })).toMatchObject({ code });
    expect(await stored(started, 'NUMERIC')).toMatchObject({ response: { number: 5 }, sequence: 3 });
    expect((await save(started, 'NUMERIC', { number: 5 }, 3)).storedSequence).toBe(3);
  });
});

describe('a flag', () => {
  it('comes and goes beside the answer', async () => {
    const started = await makeStarted(exam);
    const questionId = started.question['NUMERIC']?.id;
    const input = { attemptId: started.attemptId, questionId, isFlagged: true };
    await exam.ask(learner, flagQuestion, { input });
    const read = () =>
      exam.ask(
        learner,
        'query ($attemptId: ID!) { attempt(attemptId: $attemptId) { answeredCount answers { questionId isFlagged number sequence savedAt } } }',
        { attemptId: started.attemptId },
      );
    expect((await read()).attempt).toEqual({
      answeredCount: 0,
      answers: [{ questionId, isFlagged: true, number: null, sequence: 0, savedAt: null }],
    });
    await save(started, 'NUMERIC', { number: 5 });
    await exam.ask(learner, flagQuestion, { input: { ...input, isFlagged: false } });
    expect((await read()).attempt).toMatchObject({
      answeredCount: 1,
      answers: [{ questionId, isFlagged: false, number: 5, sequence: 1 }],
    });
  });
});
