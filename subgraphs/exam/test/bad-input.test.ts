import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedRequest } from '@lectern/testing';
import {
  addQuestion,
  closeExam,
  createExam,
  importQuestions,
  makeDraft,
  makePublished,
  publishExam,
  registerForExam,
  registerLearners,
  saveAnswer,
  startAttempt,
  submitAttempt,
  updateExam,
  withdraw,
} from './_operations.ts';
import { instructor, learner, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
let examId: string;
beforeAll(async () => {
  exam = await startTestExam();
  examId = (await makeDraft(exam)).examId;
});
afterAll(async () => exam[Symbol.asyncDispose]());

describe('an exam with a bad value is refused by the field', () => {
  it.each([
    ['an empty title', { title: ' ' }, 'title'],
    ['a long title', { title: 'x'.repeat(201) }, 'title'],
    ['a title with a NUL', { title: 'a\0b' }, 'title'],
    ['long instructions', { instructions: 'x'.repeat(20_001) }, 'instructions'],
    ['a short time', { timeLimitSeconds: 59 }, 'timeLimitSeconds'],
    ['a long time', { timeLimitSeconds: 86_401 }, 'timeLimitSeconds'],
    ['a pass mark below 0', { passMarkPercent: -0.1 }, 'passMarkPercent'],
    ['a pass mark above 100', { passMarkPercent: 100.1 }, 'passMarkPercent'],
    ['no attempts', { attemptsMax: 0 }, 'attemptsMax'],
    ['too many attempts', { attemptsMax: 101 }, 'attemptsMax'],
    [
      'a window that ends before it begins',
      { opensAt: '2030-01-02T00:00:00Z', closesAt: '2030-01-01T00:00:00Z' },
      'closesAt',
    ],
    ['a window of no length', { opensAt: '2030-01-01T00:00:00Z', closesAt: '2030-01-01T00:00:00Z' }, 'closesAt'],
  ])('%s', async (_name, change, field) => {
    const input = { courseId: 'course-1', title: 'New', ...change };
    expect(await exam.refused(instructor, createExam, { input })).toMatchObject({ code: 'BAD_INPUT', field });
    expect(await exam.refused(instructor, updateExam, { input: { examId, ...change } })).toMatchObject({
      code: 'BAD_INPUT',
      field,
    });
  });
});

describe('a question with a bad value is refused by the field and the problem', () => {
  const choices = [
    { text: 'a', isRight: true },
    { text: 'b', isRight: false },
  ];
  it.each([
    ['no prompt', { kind: 'TRUE_FALSE', prompt: '', isTrue: true }, 'prompt', 'PROMPT_MISSING'],
    ['no points', { kind: 'TRUE_FALSE', prompt: 'Q?', isTrue: true, pointsMax: 0 }, 'pointsMax', 'POINTS_OUT_OF_RANGE'],
    ['no choices', { kind: 'SINGLE_CHOICE', prompt: 'Q?' }, 'choices', 'CHOICES_TOO_FEW'],
    [
      'two right of one',
      { kind: 'SINGLE_CHOICE', prompt: 'Q?', choices: [choices[0], { text: 'c', isRight: true }] },
      'answer',
      'ANSWERS_TOO_MANY',
    ],
    [
      'none right',
      { kind: 'MULTIPLE_CHOICE', prompt: 'Q?', choices: [choices[1], { text: 'c', isRight: false }] },
      'answer',
      'ANSWER_MISSING',
    ],
    [
      'a choice twice',
      { kind: 'MULTIPLE_CHOICE', prompt: 'Q?', choices: [choices[0], choices[0]] },
      'choices.1',
      'CHOICE_REPEATED',
    ],
    [
      'a tolerance below 0',
      { kind: 'NUMERIC', prompt: 'Q?', number: 1, tolerance: -1 },
      'tolerance',
      'TOLERANCE_OUT_OF_RANGE',
    ],
    ['no accepted text', { kind: 'SHORT_TEXT', prompt: 'Q?' }, 'answer', 'ANSWER_MISSING'],
  ])('%s', async (_name, question, field, problem) => {
    const refusal = await exam.refused(instructor, addQuestion, { input: { examId, question } });
    expect(refusal).toMatchObject({ code: 'QUESTION_NOT_VALID', field, problem });
  });

  it.each([
    ['TRUE_FALSE', 'isTrue'],
    ['NUMERIC', 'number'],
  ])('%s without its key', async (kind, field) => {
    const refusal = await exam.refused(instructor, addQuestion, {
      input: { examId, question: { kind, prompt: 'Q?' } },
    });
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', field });
  });
});

describe('ids that are nobody’s are told, whatever they look like', () => {
  const ids = [crypto.randomUUID(), 'nonsense', '', "'; drop table exam.exam; --", 'a\0b'];
  it.each(ids)('%j', async (id) => {
    expect((await exam.ask(learner, 'query ($id: ID!) { exam(id: $id) { id } }', { id })).exam).toBeNull();
    expect((await exam.ask(learner, 'query ($id: ID!) { attempt(attemptId: $id) { id } }', { id })).attempt).toBeNull();
    for (const [mutation, variables] of [
      [updateExam, { input: { examId: id, title: 'x' } }],
      [publishExam, { examId: id }],
      [closeExam, { examId: id }],
      [addQuestion, { input: { examId: id, question: { kind: 'TRUE_FALSE', prompt: 'Q?', isTrue: true } } }],
      [importQuestions, { input: { examId: id, contentBase64: 'QQ==', isDryRun: true } }],
      [registerForExam, { examId: id }],
      [registerLearners, { examId: id, learnerIds: ['x'] }],
      [withdraw, { examId: id }],
      [startAttempt, { examId: id }],
    ] as const) {
      expect(await exam.refused(instructor, mutation, variables)).toMatchObject({ code: 'EXAM_NOT_FOUND' });
    }
    expect(await exam.refused(learner, submitAttempt, { attemptId: id })).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    const remove = 'mutation ($id: ID!) { removeQuestion(input: { questionId: $id }) { paper { examId } } }';
    expect(await exam.refused(instructor, remove, { id })).toMatchObject({ code: 'QUESTION_NOT_FOUND' });
    const entities = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }';
    const of = ['Exam', 'Attempt', 'Registration'].map((__typename) => ({ __typename, id }));
    expect((await exam.ask(learner, entities, { of }))._entities).toEqual([null, null, null]);
  });
});

describe('other bad input', () => {
  it.each([
    ['an unknown field', '{ examKeys }', {}],
    ['text that is no GraphQL', '{ exam(', {}],
    ['a date without a zone', createExam, { input: { courseId: 'course-1', title: 'x', opensAt: '2030-01-01' } }],
    ['a number for a text', createExam, { input: { courseId: 'course-1', title: 5 } }],
    ['a missing argument', publishExam, {}],
    [
      'a sequence beyond 32 bits',
      saveAnswer,
      { input: { attemptId: 'a', questionId: 'b', sequence: 2 ** 31, answer: {} } },
    ],
  ])('%s', async (_name, query, variables) => {
    const { body } = await signedRequest({ url: exam.url, audience: 'exam', viewer: instructor, query, variables });
    const got = body.errors?.[0]?.extensions?.code;
    expect(got).toBe('BAD_USER_INPUT');
  });

  it.each([
    ['no learners', []],
    ['an empty id', ['']],
    ['more than a thousand', Array.from({ length: 1_001 }, (_, index) => `l${index}`)],
    ['a NUL', ['a\0']],
  ])('registerLearners with %s', async (_name, learnerIds) => {
    const refusal = await exam.refused(instructor, registerLearners, { examId, learnerIds });
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', field: 'learnerIds' });
  });

  it.each([
    ['first: 0', 'PAGE_TOO_LARGE'],
    ['first: 101', 'PAGE_TOO_LARGE'],
    ['after: "nonsense"', 'BAD_CURSOR'],
    [`after: "${Buffer.from('["yesterday","x"]').toString('base64url')}"`, 'BAD_CURSOR'],
    [`after: "${Buffer.from('[1,2,3,4]').toString('base64url')}"`, 'BAD_CURSOR'],
  ])('a page with %s', async (args, code) => {
    expect(await exam.refused(learner, `{ myExams(${args}) { totalCount } }`)).toMatchObject({ code });
    const ofExam = (field: string) => `query ($id: ID!) { exam(id: $id) { ${field}(${args}) { totalCount } } }`;
    expect(await exam.refused(instructor, ofExam('results'), { id: examId })).toMatchObject({ code });
    expect(await exam.refused(instructor, ofExam('registrations'), { id: examId })).toMatchObject({ code });
  });

  it('a body of 10 MB is refused, and the service goes on', async () => {
    const query = `# ${'x'.repeat(10 * 1024 * 1024)}\n{ __typename }`;
    const { status, body } = await signedRequest({ url: exam.url, audience: 'exam', viewer: learner, query });
    expect(status).toBe(413);
    expect(body.errors?.[0]?.extensions?.code).toBe('BODY_TOO_LARGE');
    expect(await exam.ask(learner, '{ __typename }')).toEqual({ __typename: 'Query' });
  });

  it('what nobody of ours has signed gets 401, the description of the service included', async () => {
    for (const query of [
      '{ myExams { totalCount } }',
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
    ]) {
      const response = await fetch(`${exam.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      expect(response.status).toBe(401);
    }
  });
});

describe('a full queue', () => {
  it('refuses with a time to come back, and loses nothing it has accepted', async () => {
    await using small = await startTestExam({ answers: { writers: 1, queueMax: 2, batchMax: 1 } });
    const { examId: id, question } = await makePublished(small);
    const { startAttempt: started } = await small.ask(learner, startAttempt, { examId: id });
    const attemptId = started.attempt.id;
    const questionId = question['NUMERIC']?.id;
    // The row the first answer waits for; behind it the queue fills.
    const blocker = await small.db.connect();
    await blocker.query('begin');
    await blocker.query('select 1 from exam.attempt where id = $1 for update', [attemptId]);
    const send = (sequence: number) =>
      signedRequest({
        url: small.url,
        audience: 'exam',
        viewer: learner,
        query: saveAnswer,
        variables: { input: { attemptId, questionId, sequence, answer: { number: sequence } } },
      });
    const sent = Array.from({ length: 12 }, (_, index) => send(index + 1));
    const refusal = await Promise.race(
      sent.map(async (one) => {
        const { body } = await one;
        return body.errors?.[0]?.extensions ?? new Promise(() => undefined);
      }),
    );
    expect(refusal).toMatchObject({ code: 'OVERLOADED', retryAfterMs: expect.any(Number) });
    await blocker.query('commit');
    blocker.release();
    const answers = await Promise.all(sent);
    const receipts = answers.flatMap(({ body }) => body.data?.saveAnswer?.receipt ?? []);
    expect(receipts.length).toBeGreaterThanOrEqual(2);
    const highest = Math.max(...receipts.map(({ storedSequence }) => storedSequence));
    const { rows } = await small.db.query('select sequence from exam.answer where attempt_id = $1', [attemptId]);
    expect(rows).toEqual([{ sequence: highest }]);
    const metrics = await (await fetch(`${small.url}/metrics`)).text();
    expect(metrics).toMatch(/lectern_exam_answers_total\{outcome="OVERLOADED"[^}]*\} \d+/);
    expect(metrics).toMatch(/lectern_exam_writer_queue_depth\{[^}]*\} 0/);
  });
});
