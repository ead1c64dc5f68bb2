import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { serviceViewer } from '@lectern/testing';
import {
  addQuestion,
  closeExam,
  createExam,
  examPaper,
  expireAttempts,
  flagQuestion,
  importQuestions,
  type MadeExam,
  makeDraft,
  makePublished,
  makeStarted,
  publishExam,
  registerForExam,
  registerLearners,
  type StartedAttempt,
  saveAnswer,
  startAttempt,
  submitAttempt,
  updateExam,
  withdraw,
} from './_operations.ts';
import {
  admin,
  instructor,
  learner,
  otherInstructor,
  otherLearner,
  proctor,
  startTestExam,
  type TestExam,
} from './_util.ts';

const viewers = {
  anonymous: undefined,
  learner,
  otherLearner,
  otherInstructor,
  instructor,
  proctor,
  admin,
  service: serviceViewer('scheduler'),
} satisfies Record<string, Viewer | undefined>;
type Name = keyof typeof viewers;
type State = 'draft' | 'published' | 'running' | 'closed';

let exam: TestExam;
const made = {} as Record<State, MadeExam & Partial<StartedAttempt>>;

beforeAll(async () => {
  exam = await startTestExam();
  made.draft = await makeDraft(exam);
  made.published = await makePublished(exam, {}, []);
  made.running = await makeStarted(exam);
  made.closed = await makeStarted(exam);
  await exam.ask(instructor, closeExam, { examId: made.closed.examId });
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function outcome(viewer: Name, query: string, variables: Record<string, unknown>): Promise<string> {
  try {
    await exam.ask(viewers[viewer], query, variables);
    return 'OK';
  } catch {
    return (await exam.refused(viewers[viewer], query, variables)).code ?? 'NO_CODE';
  }
}

const questionOf = (state: State) => made[state].question['NUMERIC']?.id;
const truth = { kind: 'TRUE_FALSE', prompt: 'So?', isTrue: true };
const emptyCsv = Buffer.from('prompt,answer\nSo?,TRUE\n').toString('base64');

const operations = {
  updateExam: [updateExam, (state: State) => ({ input: { examId: made[state].examId, title: 'New' } })],
  addQuestion: [addQuestion, (state: State) => ({ input: { examId: made[state].examId, question: truth } })],
  updateQuestion: [
    'mutation ($input: UpdateQuestionInput!) { updateQuestion(input: $input) { question { id } } }',
    (state: State) => ({ input: { questionId: questionOf(state), question: truth } }),
  ],
  moveQuestion: [
    'mutation ($input: MoveQuestionInput!) { moveQuestion(input: $input) { paper { examId } } }',
    (state: State) => ({ input: { questionId: questionOf(state), position: 1 } }),
  ],
  importQuestions: [
    importQuestions,
    (state: State) => ({ input: { examId: made[state].examId, contentBase64: emptyCsv, isDryRun: true } }),
  ],
  examPaper: [examPaper, (state: State) => ({ examId: made[state].examId })],
  registerLearners: [registerLearners, (state: State) => ({ examId: made[state].examId, learnerIds: ['someone'] })],
  registrations: [
    'query ($examId: ID!) { exam(id: $examId) { registrations { totalCount } } }',
    (state: State) => ({ examId: made[state].examId }),
  ],
  expireAttempts: [expireAttempts, () => ({ limit: 1 })],
  upcomingExams: ['{ upcomingExams { examId } }', () => ({})],
  claimReminders: ['mutation { claimReminders(limit: 1, leaseSeconds: 1) { id } }', () => ({})],
} satisfies Record<string, readonly [string, (state: State) => Record<string, unknown>]>;

const none = { anonymous: 'UNAUTHENTICATED', service: 'UNAUTHENTICATED' };
const hidden = { learner: 'EXAM_NOT_FOUND', otherInstructor: 'EXAM_NOT_FOUND', proctor: 'EXAM_NOT_FOUND' };
const forbidden = { learner: 'FORBIDDEN', otherInstructor: 'FORBIDDEN', proctor: 'FORBIDDEN' };
const teachers = (code: string) => ({ instructor: code, admin: code });
const onlyServices = { anonymous: 'FORBIDDEN', ...forbidden, ...teachers('FORBIDDEN'), service: 'OK' };

const table: readonly (readonly [keyof typeof operations, State, Partial<Record<Name, string>>])[] = [
  ['updateExam', 'draft', { ...none, ...hidden, ...teachers('OK') }],
  ['updateExam', 'published', { ...none, ...forbidden, ...teachers('OK') }],
  ['addQuestion', 'draft', { ...none, ...hidden, ...teachers('OK') }],
  ['addQuestion', 'published', { ...none, ...forbidden, ...teachers('EXAM_NOT_A_DRAFT') }],
  ['addQuestion', 'closed', { ...none, ...forbidden, ...teachers('EXAM_NOT_A_DRAFT') }],
  ['updateQuestion', 'draft', { ...none, ...hidden, ...teachers('OK') }],
  ['updateQuestion', 'published', { ...none, ...forbidden, ...teachers('EXAM_NOT_A_DRAFT') }],
  ['moveQuestion', 'draft', { ...none, ...hidden, ...teachers('OK') }],
  ['moveQuestion', 'running', { ...none, ...forbidden, ...teachers('EXAM_NOT_A_DRAFT') }],
  ['importQuestions', 'draft', { ...none, ...hidden, ...teachers('OK') }],
  ['importQuestions', 'published', { ...none, ...forbidden, ...teachers('EXAM_NOT_A_DRAFT') }],
  ['examPaper', 'draft', { ...none, ...hidden, ...teachers('OK') }],
  ['examPaper', 'running', { ...none, ...forbidden, ...teachers('OK') }],
  ['registerLearners', 'draft', { ...none, ...hidden, ...teachers('OK') }],
  ['registerLearners', 'published', { ...none, ...forbidden, ...teachers('OK') }],
  ['registerLearners', 'closed', { ...none, ...forbidden, ...teachers('EXAM_CLOSED') }],
  ['registrations', 'published', { ...none, ...forbidden, proctor: 'OK', ...teachers('OK') }],
  ['expireAttempts', 'running', onlyServices],
  ['upcomingExams', 'running', onlyServices],
  ['claimReminders', 'running', onlyServices],
];

describe('who may do what', () => {
  const cases = table.flatMap(([operation, state, codes]) =>
    Object.entries(codes).map(([viewer, code]) => [operation, state, viewer as Name, code] as const),
  );
  it.each(cases)('%s of an exam that is %s, by %s: %s', async (operation, state, viewer, code) => {
    const [query, variables] = operations[operation];
    expect(await outcome(viewer, query, variables(state))).toBe(code);
  });

  it.each([
    ['anonymous', 'UNAUTHENTICATED'],
    ['learner', 'FORBIDDEN'],
    ['otherInstructor', 'FORBIDDEN'],
    ['admin', 'OK'],
  ] as const)('createExam in a course of another, by %s: %s', async (viewer, code) => {
    expect(await outcome(viewer, createExam, { input: { courseId: 'course-1', title: 'New' } })).toBe(code);
  });

  it('createExam in no course', async () => {
    expect(await outcome('admin', createExam, { input: { courseId: 'nowhere', title: 'New' } })).toBe(
      'COURSE_NOT_FOUND',
    );
  });
});

describe('who sees an exam', () => {
  const query = 'query ($examId: ID!) { exam(id: $examId) { id viewerCanEdit viewerStartObstacle } }';
  it.each([
    ['draft', 'anonymous', null],
    ['draft', 'learner', null],
    ['draft', 'otherInstructor', null],
    ['draft', 'proctor', null],
    ['draft', 'instructor', { viewerCanEdit: true, viewerStartObstacle: 'NOT_PUBLISHED' }],
    ['draft', 'admin', { viewerCanEdit: true }],
    ['published', 'anonymous', { viewerCanEdit: false, viewerStartObstacle: 'NOT_REGISTERED' }],
    ['published', 'learner', { viewerCanEdit: false, viewerStartObstacle: 'NOT_REGISTERED' }],
    ['running', 'learner', { viewerCanEdit: false, viewerStartObstacle: null }],
    ['running', 'otherLearner', { viewerCanEdit: false, viewerStartObstacle: null }],
    ['closed', 'learner', { viewerStartObstacle: 'CLOSED' }],
  ] as const)('that is %s, by %s', async (state, viewer, expected) => {
    const { exam: seen } = await exam.ask(viewers[viewer], query, { examId: made[state].examId });
    if (expected === null) expect(seen).toBeNull();
    else expect(seen).toMatchObject(expected);
  });

  it('of a course: drafts only by those who teach it', async () => {
    const list = async (viewer: Name) => {
      const { _entities: found } = await exam.ask(
        viewers[viewer],
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Course { exams { totalCount edges { node { status } } } } } }',
        { of: [{ __typename: 'Course', id: 'course-1' }] },
      );
      return found[0].exams.edges.filter(({ node }: { node: { status: string } }) => node.status === 'DRAFT').length;
    };
    expect(await list('anonymous')).toBe(0);
    expect(await list('learner')).toBe(0);
    expect(await list('instructor')).toBeGreaterThan(0);
  });
});

describe('who sees an attempt', () => {
  const query = /* GraphQL */ `
    query ($attemptId: ID!) {
      attempt(attemptId: $attemptId) { id questions { id } answers { questionId } result { pointsMax questions { verdict } } }
    }
  `;
  const see = async (viewer: Name, attemptId: string) =>
    (await exam.ask(viewers[viewer], query, { attemptId })).attempt;

  it.each(['anonymous', 'otherLearner', 'otherInstructor', 'service'] as const)(
    'while it runs: not %s',
    async (viewer) => {
      expect(await see(viewer, made.running.attemptId ?? '')).toBeNull();
    },
  );

  it.each(['running', 'closed'] as const)('%s: proctors, without questions, answers and results', async (state) => {
    const seen = await see('proctor', made[state].attemptId ?? '');
    expect(seen).toMatchObject({ questions: null, answers: null, result: null });
  });

  it('while it runs: its learner with questions, its teacher without, both without a result', async () => {
    const attemptId = made.running.attemptId ?? '';
    const own = await see('learner', attemptId);
    expect(own.questions).toHaveLength(5);
    expect(own).toMatchObject({ answers: [], result: null });
    for (const teacher of ['instructor', 'admin'] as const) {
      expect(await see(teacher, attemptId)).toMatchObject({ questions: null, answers: [], result: null });
    }
  });

  it('graded with visibility OWN: learner and teachers see the result, others nothing', async () => {
    const attemptId = made.closed.attemptId ?? '';
    for (const viewer of ['learner', 'instructor', 'admin'] as const) {
      expect((await see(viewer, attemptId)).result.questions).toHaveLength(5);
    }
    for (const viewer of ['anonymous', 'otherLearner', 'otherInstructor'] as const) {
      expect(await see(viewer, attemptId)).toBeNull();
    }
  });

  it('graded with visibility PARTICIPANTS: everyone who has handed in sees the result, and nothing else', async () => {
    const started = await makeStarted(exam, { resultVisibility: 'PARTICIPANTS' });
    const { attemptId, examId } = started;
    const results =
      'query ($examId: ID!) { exam(id: $examId) { results { totalCount edges { node { learner { id } } } } } }';
    const seenBy = async (viewer: Name) =>
      (await exam.ask(viewers[viewer], results, { examId })).exam.results.totalCount;
    await exam.ask(learner, submitAttempt, { attemptId });
    expect(await see('otherLearner', attemptId)).toBeNull();
    expect(await seenBy('otherLearner')).toBe(0);
    const other = await exam.ask(otherLearner, startAttempt, { examId });
    expect(await see('otherLearner', attemptId)).toBeNull();
    await exam.ask(otherLearner, submitAttempt, { attemptId: other.startAttempt.attempt.id });
    expect(await see('otherLearner', attemptId)).toMatchObject({
      questions: null,
      answers: null,
      result: { pointsMax: 6 },
    });
    expect(await Promise.all((['learner', 'otherLearner', 'instructor', 'anonymous'] as const).map(seenBy))).toEqual([
      2, 2, 2, 0,
    ]);
  });

  it.each([
    ['saveAnswer', saveAnswer],
    ['flagQuestion', flagQuestion],
    ['submitAttempt', submitAttempt],
  ])('only its learner may %s', async (name, mutation) => {
    const { attemptId } = made.running;
    const inputs: Record<string, unknown> = {
      saveAnswer: { input: { attemptId, questionId: questionOf('running'), sequence: 1, answer: {} } },
      flagQuestion: { input: { attemptId, questionId: questionOf('running'), isFlagged: true } },
      submitAttempt: { attemptId },
    };
    const variables = inputs[name] as Record<string, unknown>;
    expect(await outcome('anonymous', mutation, variables)).toBe('UNAUTHENTICATED');
    expect(await outcome('otherLearner', mutation, variables)).toBe('ATTEMPT_NOT_FOUND');
    expect(await outcome('proctor', mutation, variables)).toBe('FORBIDDEN');
    expect(await outcome('instructor', mutation, variables)).toBe('FORBIDDEN');
  });
});

describe('registration', () => {
  it('is for those enrolled, and doing it again changes nothing', async () => {
    const { examId } = made.published;
    exam.course.enrolled.delete('other-learner');
    expect(await outcome('otherLearner', registerForExam, { examId })).toBe('EXAM_ENROLMENT_NEEDED');
    exam.course.enrolled.add('other-learner');
    const registered = await Promise.all([1, 2, 3].map(() => exam.ask(otherLearner, registerForExam, { examId })));
    expect(new Set(registered.map(({ registerForExam: { registration } }) => registration.id)).size).toBe(1);
    expect(await outcome('otherLearner', registerForExam, { examId: made.draft.examId })).toBe('EXAM_NOT_FOUND');
    expect(await outcome('otherLearner', registerForExam, { examId: made.closed.examId })).toBe('OK');
    expect(await outcome('proctor', registerForExam, { examId })).toBe('EXAM_ENROLMENT_NEEDED');
  });

  it('ends by the learner or a teacher until the exam is begun', async () => {
    const { examId } = await makePublished(exam, {}, ['learner', 'other-learner']);
    expect(await outcome('otherLearner', withdraw, { examId, learnerId: 'learner' })).toBe('FORBIDDEN');
    const { withdrawRegistration: withdrawn } = await exam.ask(otherLearner, withdraw, { examId });
    expect(withdrawn.exam.viewerIsRegistered).toBe(false);
    expect(await outcome('instructor', withdraw, { examId, learnerId: 'learner' })).toBe('OK');
    expect(await outcome('learner', startAttempt, { examId })).toBe('EXAM_NOT_REGISTERED');
    expect(await outcome('learner', withdraw, { examId: made.running.examId })).toBe('EXAM_ALREADY_BEGUN');
  });
});

describe('without the course subgraph', () => {
  it('an exam is still sat, and what needs to ask says so', async () => {
    const { examId, question } = await makePublished(exam);
    const before = exam.course.requests;
    exam.course.isDown = true;
    try {
      const { startAttempt: started } = await exam.ask(learner, startAttempt, { examId });
      const attemptId = started.attempt.id;
      const input = { attemptId, questionId: question['NUMERIC']?.id, sequence: 1, answer: { number: 1 } };
      await exam.ask(learner, saveAnswer, { input });
      await exam.ask(learner, submitAttempt, { attemptId });
      expect(exam.course.requests).toBe(before);
      expect(
        (await exam.ask(learner, 'query ($id: ID!) { exam(id: $id) { viewerCanEdit } }', { id: examId })).exam,
      ).toEqual({
        viewerCanEdit: false,
      });
      expect(await outcome('otherInstructor', publishExam, { examId })).toBe('UPSTREAM_UNAVAILABLE');
    } finally {
      exam.course.isDown = false;
    }
  });
});
