import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { closeExam, makeDraft, makePublished, makeStarted, submitAttempt } from './_operations.ts';
import {
  endAttempt,
  examRoom,
  grantAllowance,
  pauseAttempts,
  removeLearnerGroup,
  reopenAttempt,
  reportPresence,
  resumeAttempt,
  revokeAllowance,
  roomAttempts,
  saveLearnerGroup,
  sendRoomMessage,
  unpauseAttempts,
  voidAttempt,
} from './_room.ts';
import { instructor, learner, otherInstructor, otherLearner, proctor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
/** Ids of what the table is about. */
const ids = {
  draft: '',
  published: '',
  closed: '',
  running: '',
  runningExam: '',
  ready: '',
  ended: '',
  voided: '',
  closedEnded: '',
  allowance: '',
  closedAllowance: '',
  group: '',
};
const nobody = crypto.randomUUID();
const reason = 'so that it is tried';

beforeAll(async () => {
  exam = await startTestExam();
  ids.draft = (await makeDraft(exam)).examId;
  ids.published = (await makePublished(exam)).examId;
  const ready = await exam.db.query('select id from exam.attempt where exam_id = $1', [ids.published]);
  ids.ready = ready.rows[0].id;
  const running = await makeStarted(exam);
  ids.running = running.attemptId;
  ids.runningExam = running.examId;
  ids.ended = await endedIn(await makeStarted(exam));
  ids.voided = await endedIn(await makeStarted(exam));
  await exam.ask(proctor, voidAttempt, { input: { attemptId: ids.voided, reason } });
  const group = { courseId: 'course-1', name: 'Some', learnerIds: [] };
  ids.group = (await exam.ask(proctor, saveLearnerGroup, { input: group })).saveLearnerGroup.group.id;
  ids.allowance = await allowanceIn(ids.runningExam);
  const closed = await makeStarted(exam);
  ids.closed = closed.examId;
  ids.closedEnded = closed.attemptId;
  ids.closedAllowance = await allowanceIn(ids.closed);
  await exam.ask(instructor, closeExam, { examId: ids.closed });
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function endedIn({ attemptId }: { attemptId: string }) {
  await exam.ask(learner, submitAttempt, { attemptId });
  return attemptId;
}

async function allowanceIn(examId: string) {
  const input = { examId, learnerId: 'somebody', extraSeconds: 60, reason };
  return (await exam.ask(proctor, grantAllowance, { input })).grantAllowance.allowance.id;
}

/** Good input of each, in a state in which it would do something. */
const operations = {
  grantAllowance: [grantAllowance, () => ({ examId: ids.runningExam, learnerId: 'x', extraSeconds: 60, reason })],
  revokeAllowance: [revokeAllowance, () => ({ allowanceId: ids.allowance, reason })],
  saveLearnerGroup: [saveLearnerGroup, () => ({ courseId: 'course-1', name: 'Other', learnerIds: ['x'] })],
  removeLearnerGroup: [removeLearnerGroup, () => ({ groupId: ids.group })],
  pauseAttempts: [pauseAttempts, () => ({ examId: ids.runningExam, reason })],
  unpauseAttempts: [unpauseAttempts, () => ({ examId: ids.runningExam, reason })],
  sendRoomMessage: [sendRoomMessage, () => ({ examId: ids.runningExam, text: 'Hello' })],
  endAttempt: [endAttempt, () => ({ attemptId: ids.running, reason })],
  voidAttempt: [voidAttempt, () => ({ attemptId: ids.running, reason })],
  reopenAttempt: [reopenAttempt, () => ({ attemptId: ids.ended, seconds: 600, reason })],
  resumeAttempt: [resumeAttempt, () => ({ attemptId: ids.running, deviceId: 'laptop' })],
  reportPresence: [reportPresence, () => ({ attemptId: ids.running })],
} as const;
type Operation = keyof typeof operations;

async function refusal(name: Operation, viewer: Viewer | undefined, change: object = {}) {
  const [mutation, input] = operations[name];
  return exam.refused(viewer, mutation, { input: { ...input(), ...change } });
}

const supervised: readonly Operation[] = [
  'grantAllowance',
  'pauseAttempts',
  'unpauseAttempts',
  'sendRoomMessage',
  'revokeAllowance',
  'saveLearnerGroup',
  'removeLearnerGroup',
];
const ofAttempt: readonly Operation[] = ['endAttempt', 'voidAttempt', 'reopenAttempt'];
const ofLearner: readonly Operation[] = ['resumeAttempt', 'reportPresence'];

describe('who may not', () => {
  it.each(Object.keys(operations) as Operation[])('%s: nobody who is not signed in', async (name) => {
    expect(await refusal(name, undefined)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each(supervised)('%s: learners, and instructors of other courses', async (name) => {
    for (const viewer of [learner, otherLearner, otherInstructor]) {
      expect(await refusal(name, viewer)).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it.each(ofAttempt)('%s: the learner is forbidden, to others there is no such attempt', async (name) => {
    expect(await refusal(name, learner)).toMatchObject({ code: 'FORBIDDEN' });
    for (const viewer of [otherLearner, otherInstructor]) {
      expect(await refusal(name, viewer)).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    }
  });

  it.each(ofLearner)('%s: those who watch are forbidden, to others there is no such attempt', async (name) => {
    for (const viewer of [instructor, proctor]) {
      expect(await refusal(name, viewer)).toMatchObject({ code: 'FORBIDDEN' });
    }
    for (const viewer of [otherLearner, otherInstructor]) {
      expect(await refusal(name, viewer)).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    }
  });

  it.each([
    ['examRoom', examRoom],
    ['roomAttempts', roomAttempts],
  ])('read %s: learners, and instructors of other courses', async (_name, query) => {
    const variables = { examId: ids.runningExam };
    expect(await exam.refused(undefined, query, variables)).toMatchObject({ code: 'UNAUTHENTICATED' });
    for (const viewer of [learner, otherInstructor]) {
      expect(await exam.refused(viewer, query, variables)).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('see allowances, incidents and messages of others', async () => {
    const query = `query ($examId: ID!, $attemptId: ID!) {
      exam(id: $examId) { allowances { id } } attempt(attemptId: $attemptId) { incidents { id } messages { id } activeDeviceId }
    }`;
    const variables = { examId: ids.runningExam, attemptId: ids.running };
    const own = await exam.ask(learner, query, variables);
    expect(own).toEqual({
      exam: { allowances: null },
      attempt: { incidents: null, messages: [], activeDeviceId: null },
    });
    expect(await exam.ask(otherLearner, query, variables)).toEqual({ exam: { allowances: null }, attempt: null });
    expect((await exam.ask(proctor, query, variables)).attempt).toMatchObject({ incidents: [], messages: [] });
  });
});

describe('a state in which it cannot be done', () => {
  it.each<readonly [Operation, () => object, string]>([
    ['grantAllowance', () => ({ examId: ids.closed }), 'EXAM_CLOSED'],
    ['revokeAllowance', () => ({ allowanceId: ids.closedAllowance }), 'EXAM_CLOSED'],
    ['pauseAttempts', () => ({ examId: ids.draft }), 'EXAM_NOT_PUBLISHED'],
    ['pauseAttempts', () => ({ examId: ids.closed }), 'EXAM_CLOSED'],
    ['unpauseAttempts', () => ({ examId: ids.draft }), 'EXAM_NOT_PUBLISHED'],
    ['unpauseAttempts', () => ({ examId: ids.closed }), 'EXAM_CLOSED'],
    ['sendRoomMessage', () => ({ examId: ids.draft }), 'EXAM_NOT_PUBLISHED'],
    ['sendRoomMessage', () => ({ examId: ids.closed }), 'EXAM_CLOSED'],
    ['endAttempt', () => ({ attemptId: ids.ready }), 'ATTEMPT_NOT_RUNNING'],
    ['endAttempt', () => ({ attemptId: ids.ended }), 'ATTEMPT_NOT_RUNNING'],
    ['endAttempt', () => ({ attemptId: ids.voided }), 'ATTEMPT_NOT_RUNNING'],
    ['voidAttempt', () => ({ attemptId: ids.voided }), 'ATTEMPT_VOIDED'],
    ['reopenAttempt', () => ({ attemptId: ids.ready }), 'ATTEMPT_STILL_RUNS'],
    ['reopenAttempt', () => ({ attemptId: ids.running }), 'ATTEMPT_STILL_RUNS'],
    ['reopenAttempt', () => ({ attemptId: ids.closedEnded }), 'EXAM_CLOSED'],
  ])('%s', async (name, change, code) => {
    expect(await refusal(name, proctor, change())).toMatchObject({ code });
  });

  it.each<readonly [Operation, () => string, string]>([
    ['resumeAttempt', () => ids.ready, 'ATTEMPT_NOT_STARTED'],
    ['resumeAttempt', () => ids.ended, 'ATTEMPT_ENDED'],
    ['resumeAttempt', () => ids.voided, 'ATTEMPT_ENDED'],
  ])('%s of the learner', async (name, attemptId, code) => {
    expect(await refusal(name, learner, { attemptId: attemptId() })).toMatchObject({ code });
  });

  it('changes nothing where there is nothing to do', async () => {
    const input = { examId: ids.published, reason };
    const { pauseAttempts: paused } = await exam.ask(proctor, pauseAttempts, { input });
    expect(paused.changedCount).toBe(0);
    const { rows } = await exam.db.query(
      `select count(*)::int as count from exam.audit_log where exam_id = $1 and action = 'ATTEMPT_PAUSED'`,
      [ids.published],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});

describe('a value that is not acceptable', () => {
  const texts = ['', '   ', 'x'.repeat(1_001), 'a\0b', '\ud800'];
  const withReason: readonly Operation[] = [
    ...(['grantAllowance', 'revokeAllowance', 'pauseAttempts', 'unpauseAttempts'] as const),
    ...ofAttempt,
  ];
  it.each(withReason.flatMap((name) => texts.map((text) => [name, text] as const)))(
    '%s with the reason %j',
    async (name, text) => {
      expect(await refusal(name, proctor, { reason: text })).toMatchObject({ code: 'BAD_INPUT', field: 'reason' });
    },
  );

  it.each<readonly [Operation, object, string]>([
    ...texts.map((text) => ['sendRoomMessage', { text }, 'text'] as const),
    ['grantAllowance', { extraSeconds: 0 }, 'extraSeconds'],
    ['grantAllowance', { extraSeconds: -1 }, 'extraSeconds'],
    ['grantAllowance', { extraSeconds: 86_401 }, 'extraSeconds'],
    ['grantAllowance', { timeFactor: 0.5 }, 'timeFactor'],
    ['grantAllowance', { timeFactor: 11 }, 'timeFactor'],
    ['grantAllowance', { extraAttempts: 101 }, 'extraAttempts'],
    ['grantAllowance', { closesAt: '2020-01-01T00:00:00Z' }, 'closesAt'],
    ['grantAllowance', { opensAt: '2999-01-01T00:00:00Z' }, 'opensAt'],
    ['grantAllowance', { learnerId: null }, 'learnerId'],
    ['grantAllowance', { groupId: nobody }, 'learnerId'],
    ['grantAllowance', { learnerId: '' }, 'learnerId'],
    ['grantAllowance', { learnerId: 'a\0b' }, 'learnerId'],
    ['saveLearnerGroup', { name: ' ' }, 'name'],
    ['saveLearnerGroup', { name: 'x'.repeat(101) }, 'name'],
    ['saveLearnerGroup', { learnerIds: [''] }, 'learnerIds'],
    ['saveLearnerGroup', { learnerIds: Array.from({ length: 1_001 }, (_, index) => `${index}`) }, 'learnerIds'],
    ['pauseAttempts', { attemptIds: [] }, 'attemptIds'],
    ['pauseAttempts', { attemptIds: Array.from({ length: 1_001 }, () => nobody) }, 'attemptIds'],
    ['reopenAttempt', { seconds: 59 }, 'seconds'],
    ['reopenAttempt', { seconds: 86_401 }, 'seconds'],
  ])('%s with %j', async (name, change, field) => {
    expect(await refusal(name, proctor, change)).toMatchObject({ code: 'BAD_INPUT', field });
  });

  it.each([
    ['no name', { deviceId: '' }, 'deviceId'],
    ['a long name', { deviceId: 'x'.repeat(101) }, 'deviceId'],
    ['a long label', { deviceLabel: 'x'.repeat(201) }, 'deviceLabel'],
    ['a NUL', { deviceId: 'a\0' }, 'deviceId'],
  ])('resumeAttempt with %s', async (_name, change, field) => {
    expect(await refusal('resumeAttempt', learner, change)).toMatchObject({ code: 'BAD_INPUT', field });
  });

  it('a list of more than a thousand learners to filter by', async () => {
    const filter = { learnerIds: Array.from({ length: 1_001 }, (_, index) => `${index}`) };
    const refused = await exam.refused(proctor, roomAttempts, { examId: ids.published, filter });
    expect(refused).toMatchObject({ code: 'BAD_INPUT', field: 'filter' });
  });

  it.each(['first: 0', 'first: 101', 'after: "nonsense"'])('a page with %s', async (args) => {
    for (const field of ['roomAttempts', 'auditLog']) {
      const query = `query ($id: ID!) { exam(id: $id) { ${field}(${args}) { totalCount } } }`;
      const { code } = await exam.refused(instructor, query, { id: ids.published });
      expect(['PAGE_TOO_LARGE', 'BAD_CURSOR']).toContain(code);
    }
  });
});

describe('ids that are nobody’s', () => {
  it.each([nobody, 'nonsense', '', "'; drop table exam.attempt; --", 'a\0b'])('%j', async (id) => {
    for (const name of ['grantAllowance', 'pauseAttempts', 'unpauseAttempts', 'sendRoomMessage'] as const) {
      expect(await refusal(name, proctor, { examId: id })).toMatchObject({ code: 'EXAM_NOT_FOUND' });
    }
    for (const name of ofAttempt) {
      expect(await refusal(name, proctor, { attemptId: id })).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    }
    for (const name of ofLearner) {
      expect(await refusal(name, learner, { attemptId: id })).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    }
    expect(await refusal('revokeAllowance', proctor, { allowanceId: id })).toMatchObject({
      code: 'ALLOWANCE_NOT_FOUND',
    });
    expect(await refusal('removeLearnerGroup', proctor, { groupId: id })).toMatchObject({
      code: 'LEARNER_GROUP_NOT_FOUND',
    });
    expect(await refusal('grantAllowance', proctor, { learnerId: undefined, groupId: id })).toMatchObject({
      code: 'LEARNER_GROUP_NOT_FOUND',
    });
    expect(await refusal('pauseAttempts', proctor, { attemptIds: [ids.running, id] })).toMatchObject({
      code: 'ATTEMPT_NOT_FOUND',
    });
    expect((await exam.ask(proctor, examRoom, { examId: id })).examRoom).toBeNull();
    expect(
      (await exam.ask(learner, 'query ($id: ID!) { attemptRoom(attemptId: $id) { status } }', { id })).attemptRoom,
    ).toBeNull();
  });

  it('an attempt of another exam is none of this one', async () => {
    const refused = await refusal('pauseAttempts', proctor, { attemptIds: [ids.running, ids.ended] });
    expect(refused).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
  });

  it('a group of another course is none of this exam', async () => {
    const input = { courseId: 'course-2', name: 'Elsewhere', learnerIds: ['x'] };
    const { saveLearnerGroup: saved } = await exam.ask(proctor, saveLearnerGroup, { input });
    const refused = await refusal('grantAllowance', proctor, { learnerId: undefined, groupId: saved.group.id });
    expect(refused).toMatchObject({ code: 'LEARNER_GROUP_NOT_FOUND' });
  });
});
