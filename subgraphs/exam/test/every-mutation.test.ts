import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { makeDraft, makeStarted, type StartedAttempt } from './_operations.ts';
import {
  admin,
  instructor,
  learner,
  otherInstructor,
  otherLearner,
  proctor,
  readSchema,
  startTestExam,
  type TestExam,
} from './_util.ts';

/** What there is to act on: a draft, and a published exam with an attempt of `learner` that runs. */
type Place = {
  readonly draftId: string;
  readonly draftQuestionId: string;
  readonly started: StartedAttempt;
};

type Row = {
  readonly input: (place: Place) => Record<string, unknown>;
  /** The field that names what is acted on, and the code when there is no such thing. */
  readonly names: readonly [field: string, missing: string];
  /** Who may; everybody else is refused. */
  readonly may: 'TEACHERS' | 'WATCHERS' | 'LEARNER' | 'ENROLLED';
  /** What those are told who may not; FORBIDDEN unless it would say that there is such a thing. */
  readonly others?: string;
};

const question = { kind: 'TRUE_FALSE', prompt: 'Is it?', isTrue: true };
const reason = 'Because it is tried.';
const none = randomUUID();
const csv = Buffer.from('prompt,answer\nIs it?,TRUE\n').toString('base64');
const exam: Row['names'] = ['examId', 'EXAM_NOT_FOUND'];
const attempt: Row['names'] = ['attemptId', 'ATTEMPT_NOT_FOUND'];
const course: Row['names'] = ['courseId', 'COURSE_NOT_FOUND'];
const section: Row['names'] = ['sectionId', 'SECTION_NOT_FOUND'];
const draw: Row['names'] = ['drawId', 'DRAW_NOT_FOUND'];
const ofQuestion: Row['names'] = ['questionId', 'QUESTION_NOT_FOUND'];
const ofBank: Row['names'] = ['id', 'BANK_QUESTION_NOT_FOUND'];
const script: Row['names'] = ['scriptId', 'SCRIPT_NOT_FOUND'];

/** Every mutation that people may use. A new one without a row here fails the last test. */
const table: Readonly<Record<string, Row>> = {
  createExam: { input: () => ({ courseId: 'course-1', title: 'New' }), names: course, may: 'TEACHERS' },
  updateExam: { input: ({ started }) => ({ examId: started.examId, title: 'X' }), names: exam, may: 'TEACHERS' },
  publishExam: { input: ({ started }) => ({ examId: started.examId }), names: exam, may: 'TEACHERS' },
  closeExam: { input: ({ started }) => ({ examId: started.examId }), names: exam, may: 'TEACHERS' },
  registerForExam: {
    input: ({ started }) => ({ examId: started.examId }),
    names: exam,
    may: 'ENROLLED',
    others: 'EXAM_ENROLMENT_NEEDED',
  },
  registerLearners: {
    input: ({ started }) => ({ examId: started.examId, learnerIds: ['someone'] }),
    names: exam,
    may: 'TEACHERS',
  },
  registerLearnersFromFile: {
    input: ({ started }) => ({ examId: started.examId, contentBase64: csv, isDryRun: true }),
    names: exam,
    may: 'TEACHERS',
  },
  withdrawRegistration: {
    input: ({ started }) => ({ examId: started.examId, learnerId: 'someone' }),
    names: exam,
    may: 'TEACHERS',
  },
  addQuestion: {
    input: ({ draftId }) => ({ examId: draftId, question }),
    names: exam,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  updateQuestion: {
    input: ({ draftQuestionId }) => ({ questionId: draftQuestionId, question }),
    names: ofQuestion,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  removeQuestion: {
    input: ({ draftQuestionId }) => ({ questionId: draftQuestionId }),
    names: ofQuestion,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  moveQuestion: {
    input: ({ draftQuestionId }) => ({ questionId: draftQuestionId, position: 1 }),
    names: ofQuestion,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  refreshFromBank: {
    input: ({ draftQuestionId }) => ({ questionId: draftQuestionId }),
    names: ofQuestion,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  addSection: {
    input: ({ draftId }) => ({ examId: draftId, title: 'One' }),
    names: exam,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  updateSection: { input: () => ({ sectionId: none }), names: section, may: 'TEACHERS', others: 'SECTION_NOT_FOUND' },
  removeSection: { input: () => ({ sectionId: none }), names: section, may: 'TEACHERS', others: 'SECTION_NOT_FOUND' },
  moveSection: {
    input: () => ({ sectionId: none, position: 1 }),
    names: section,
    may: 'TEACHERS',
    others: 'SECTION_NOT_FOUND',
  },
  addDraw: {
    input: ({ draftId }) => ({ examId: draftId, tags: ['a'], questionCount: 1 }),
    names: exam,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  updateDraw: { input: () => ({ drawId: none }), names: draw, may: 'TEACHERS', others: 'DRAW_NOT_FOUND' },
  removeDraw: { input: () => ({ drawId: none }), names: draw, may: 'TEACHERS', others: 'DRAW_NOT_FOUND' },
  takeFromBank: {
    input: ({ draftId }) => ({ examId: draftId, bankQuestionIds: [none] }),
    names: exam,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  addToBank: { input: ({ draftId }) => ({ examId: draftId }), names: exam, may: 'TEACHERS', others: 'EXAM_NOT_FOUND' },
  addBankQuestion: { input: () => ({ courseId: 'course-1', question }), names: course, may: 'TEACHERS' },
  updateBankQuestion: {
    input: () => ({ id: none }),
    names: ofBank,
    may: 'TEACHERS',
    others: 'BANK_QUESTION_NOT_FOUND',
  },
  archiveBankQuestion: {
    input: () => ({ id: none, isArchived: true }),
    names: ofBank,
    may: 'TEACHERS',
    others: 'BANK_QUESTION_NOT_FOUND',
  },
  importQuestions: {
    input: ({ draftId }) => ({ examId: draftId, contentBase64: csv, isDryRun: true }),
    names: exam,
    may: 'TEACHERS',
    others: 'EXAM_NOT_FOUND',
  },
  exportQuestions: {
    input: ({ started }) => ({ examId: started.examId, format: 'CSV' }),
    names: exam,
    may: 'TEACHERS',
  },
  uploadIllustration: {
    input: () => ({ courseId: 'course-1', contentBase64: csv, alt: 'A picture' }),
    names: course,
    may: 'TEACHERS',
  },
  startAttempt: {
    input: ({ started }) => ({ examId: started.examId }),
    names: exam,
    may: 'ENROLLED',
    others: 'EXAM_NOT_REGISTERED',
  },
  resumeAttempt: {
    input: ({ started }) => ({ attemptId: started.attemptId, deviceId: 'device' }),
    names: attempt,
    may: 'LEARNER',
  },
  reportPresence: { input: ({ started }) => ({ attemptId: started.attemptId }), names: attempt, may: 'LEARNER' },
  saveAnswer: {
    input: ({ started }) => ({ attemptId: started.attemptId, questionId: none, sequence: 1, answer: {} }),
    names: attempt,
    may: 'LEARNER',
  },
  flagQuestion: {
    input: ({ started }) => ({ attemptId: started.attemptId, questionId: none, isFlagged: true }),
    names: attempt,
    may: 'LEARNER',
  },
  submitAttempt: { input: ({ started }) => ({ attemptId: started.attemptId }), names: attempt, may: 'LEARNER' },
  pauseAttempts: { input: ({ started }) => ({ examId: started.examId, reason }), names: exam, may: 'WATCHERS' },
  unpauseAttempts: { input: ({ started }) => ({ examId: started.examId, reason }), names: exam, may: 'WATCHERS' },
  sendRoomMessage: {
    input: ({ started }) => ({ examId: started.examId, text: 'Hello' }),
    names: exam,
    may: 'WATCHERS',
  },
  endAttempt: { input: ({ started }) => ({ attemptId: started.attemptId, reason }), names: attempt, may: 'WATCHERS' },
  voidAttempt: { input: ({ started }) => ({ attemptId: started.attemptId, reason }), names: attempt, may: 'WATCHERS' },
  reopenAttempt: {
    input: ({ started }) => ({ attemptId: started.attemptId, seconds: 60, reason }),
    names: attempt,
    may: 'WATCHERS',
  },
  grantAllowance: {
    input: ({ started }) => ({ examId: started.examId, learnerId: 'learner', extraSeconds: 60, reason }),
    names: exam,
    may: 'WATCHERS',
  },
  revokeAllowance: {
    input: () => ({ allowanceId: none, reason }),
    names: ['allowanceId', 'ALLOWANCE_NOT_FOUND'],
    may: 'WATCHERS',
    others: 'ALLOWANCE_NOT_FOUND',
  },
  saveLearnerGroup: {
    input: () => ({ courseId: 'course-1', name: 'More time', learnerIds: ['learner'] }),
    names: course,
    may: 'WATCHERS',
  },
  removeLearnerGroup: {
    input: () => ({ groupId: none }),
    names: ['groupId', 'LEARNER_GROUP_NOT_FOUND'],
    may: 'WATCHERS',
    others: 'LEARNER_GROUP_NOT_FOUND',
  },
  claimScript: { input: ({ started }) => ({ examId: started.examId }), names: exam, may: 'TEACHERS' },
  releaseScript: { input: () => ({ scriptId: none }), names: script, may: 'TEACHERS', others: 'SCRIPT_NOT_FOUND' },
  markScript: {
    input: () => ({ scriptId: none, points: 1 }),
    names: script,
    may: 'TEACHERS',
    others: 'SCRIPT_NOT_FOUND',
  },
  applyRegrade: {
    input: ({ started }) => ({
      examId: started.examId,
      changes: [{ questionId: started.question.NUMERIC?.id, isVoided: true }],
      reason,
    }),
    names: exam,
    may: 'TEACHERS',
  },
};

const allowed: Readonly<Record<Row['may'], readonly Viewer[]>> = {
  TEACHERS: [instructor, admin],
  WATCHERS: [instructor, admin, proctor],
  LEARNER: [learner],
  ENROLLED: [learner, otherLearner],
};
const people = { admin, instructor, otherInstructor, proctor, learner, otherLearner };

let service: TestExam;
let place: Place;
beforeAll(async () => {
  service = await startTestExam();
  const draft = await makeDraft(service);
  const draftQuestionId = draft.question.NUMERIC?.id ?? '';
  place = { draftId: draft.examId, draftQuestionId, started: await makeStarted(service) };
});
afterAll(async () => service[Symbol.asyncDispose]());

const text = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`;

/** A few inputs are shared by two mutations. */
const sharedInputs: Readonly<Record<string, string>> = {
  pauseAttempts: 'AttemptsAction',
  unpauseAttempts: 'AttemptsAction',
  endAttempt: 'AttemptAction',
  voidAttempt: 'AttemptAction',
};
function operation(name: string): string {
  const shared = sharedInputs[name];
  return shared ? text(name).replace(/\$input: \w+Input/, `$input: ${shared}Input`) : text(name);
}

const rows = Object.entries(table);

describe('who may not', () => {
  it.each(rows)('%s asks who one is', async (name, { input }) => {
    const refusal = await service.refused(undefined, operation(name), { input: input(place) });
    expect(refusal.code).toBe('UNAUTHENTICATED');
  });

  const refused = rows.flatMap(([name, row]) =>
    Object.entries(people)
      .filter(([, viewer]) => !allowed[row.may].includes(viewer))
      .map(([who, viewer]) => [name, who, row, viewer] as const),
  );
  it.each(refused)('%s is not for %s', async (name, _who, row, viewer) => {
    const { code } = await service.refused(viewer, operation(name), { input: row.input(place) });
    // Who may not even see an attempt is told that there is none.
    const told = [row.others ?? 'FORBIDDEN', ...(row.names[0] === 'attemptId' ? ['ATTEMPT_NOT_FOUND'] : [])];
    expect(told).toContain(code);
  });
});

describe('what there is not', () => {
  const ids = [
    ['of nothing', randomUUID()],
    ['that is none', 'not an id'],
    ['with NUL in it', 'a\u0000b'],
  ] as const;
  const cases = rows.flatMap(([name, row]) => ids.map(([what, id]) => [name, what, row, id] as const));
  it.each(cases)('%s with an id %s', async (name, _what, row, id) => {
    const [viewer = admin] = allowed[row.may];
    const [field, missing] = row.names;
    const { code } = await service.refused(viewer, operation(name), { input: { ...row.input(place), [field]: id } });
    expect(code).toBe(missing);
  });
});

describe('the table', () => {
  it('names every mutation that people may use', async () => {
    const schema = await readSchema(service);
    const forServices = /Reminder|^expireAttempts$/;
    const all = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => !forServices.test(name));
    expect(Object.keys(table).sort()).toEqual(all.sort());
  });
});
