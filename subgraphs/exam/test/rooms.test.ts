import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { liveTopics } from '@lectern/events';
import { serviceViewer, startRedisServer, waitFor } from '@lectern/testing';
import {
  answerTo,
  closeExam,
  expireAttempts,
  letTimeRunOut,
  makePublished,
  makeStarted,
  saveAnswer,
  startIn,
  submitAttempt,
} from './_operations.ts';
import {
  attemptRow,
  endAttempt,
  examRoom,
  learnersNamed,
  pauseAttempts,
  readAudit,
  reopenAttempt,
  roomAttempts,
  sendRoomMessage,
  told,
  toldToLearner,
  unpauseAttempts,
  voidAttempt,
} from './_room.ts';
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

const scheduler = serviceViewer('scheduler');
const reason = 'the fire alarm';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

describe('pausing', () => {
  it('stops the clock, and going on moves the deadline by as long as it stood', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    const before = await attemptRow(exam, attemptId);
    const { pauseAttempts: paused } = await exam.ask(proctor, pauseAttempts, {
      input: { examId, attemptIds: [attemptId], reason },
    });
    expect(paused).toMatchObject({ changedCount: 1, room: { inProgressCount: 1, pausedCount: 1 } });
    const seen = await toldToLearner(exam, attemptId, ({ isPaused }) => isPaused);
    await pause(50);
    const query =
      'query ($id: ID!) { attemptRoom(attemptId: $id) { isPaused remainingSeconds } attempt(attemptId: $id) { remainingSeconds } }';
    const later = await exam.ask(learner, query, { id: attemptId });
    expect(later.attemptRoom).toEqual({ isPaused: true, remainingSeconds: seen.remainingSeconds });
    expect(later.attempt.remainingSeconds).toBe(seen.remainingSeconds);
    const { unpauseAttempts: gone } = await exam.ask(proctor, unpauseAttempts, { input: { examId, reason } });
    expect(gone).toMatchObject({ changedCount: 1, room: { pausedCount: 0 } });
    const after = await attemptRow(exam, attemptId);
    expect(after.pausedSeconds).toBeGreaterThanOrEqual(0.05);
    expect(after.deadlineAt - before.deadlineAt).toBeCloseTo(after.pausedSeconds * 1_000, 3);
    expect(after.acceptsUntil - after.deadlineAt).toBe(10_000);
    await toldToLearner(
      exam,
      attemptId,
      ({ isPaused, deadlineAt }) => !isPaused && Date.parse(deadlineAt) === after.deadlineAt,
    );
  });

  it('refuses answers until it goes on, and no sweep ends what stands', async () => {
    const started = await makeStarted(exam);
    const { examId, attemptId } = started;
    await exam.ask(proctor, pauseAttempts, { input: { examId, reason } });
    const answer = answerTo(started, 'TRUE_FALSE', { isTrue: false });
    expect(await exam.refused(learner, saveAnswer, answer)).toMatchObject({ code: 'ATTEMPT_PAUSED' });
    // Paused before its deadline, and stood beyond it.
    await exam.db.query(`update exam.attempt set paused_at = deadline_at - interval '60 seconds' where id = $1`, [
      attemptId,
    ]);
    await exam.db.query(
      `update exam.attempt set paused_at = paused_at - interval '1 day', deadline_at = deadline_at - interval '1 day',
              accepts_until = accepts_until - interval '1 day', started_at = started_at - interval '1 day' where id = $1`,
      [attemptId],
    );
    await exam.ask(scheduler, expireAttempts, { limit: 100 });
    expect((await attemptRow(exam, attemptId)).status).toBe('IN_PROGRESS');
    await exam.ask(proctor, unpauseAttempts, { input: { examId, reason } });
    const { remainingSeconds } = (
      await exam.ask(learner, 'query ($id: ID!) { attemptRoom(attemptId: $id) { remainingSeconds } }', {
        id: attemptId,
      })
    ).attemptRoom;
    expect(remainingSeconds).toBeGreaterThan(30);
    expect(remainingSeconds).toBeLessThanOrEqual(60);
    await exam.ask(learner, saveAnswer, answer);
  });

  it('takes those that run: not who has not begun, has ended, is paused or is out of time', async () => {
    const { ids, viewers } = learnersNamed(6);
    const made = await makePublished(exam, {}, ids);
    const attempts = await Promise.all(viewers.slice(0, 5).map((viewer) => startIn(exam, made, viewer)));
    const [ended, paused, overdue, ...running] = attempts.map(({ attemptId }) => attemptId);
    const { examId } = made;
    await exam.ask(viewers[0], submitAttempt, { attemptId: ended });
    await exam.ask(proctor, pauseAttempts, { input: { examId, attemptIds: [paused], reason: 'before' } });
    await letTimeRunOut(exam, overdue ?? '');
    const { pauseAttempts: answer } = await exam.ask(proctor, pauseAttempts, { input: { examId, reason } });
    expect(answer.changedCount).toBe(running.length);
    const log = await readAudit(exam, instructor, examId);
    expect(log.slice(0, 2)).toEqual([
      expect.objectContaining({ action: 'ATTEMPT_PAUSED', actor: { id: 'proctor' }, attempt: null, reason }),
      expect.objectContaining({ action: 'ATTEMPT_PAUSED', attempt: { id: paused }, reason: 'before' }),
    ]);
    expect(JSON.parse(log[0]?.detail ?? '')).toEqual({ everybody: true, count: 2 });
    expect((await readAudit(exam, instructor, examId, paused)).map((one) => one.reason)).toEqual([reason, 'before']);
  });
});

describe('a message', () => {
  it('to one is read by that one, to all by everybody, later starters too', async () => {
    const made = await makePublished(exam, {}, ['learner', 'other-learner']);
    const { examId } = made;
    const { attemptId } = await startIn(exam, made);
    const send = async (text: string, attemptIds?: readonly string[]) =>
      (await exam.ask(proctor, sendRoomMessage, { input: { examId, text, attemptIds } })).sendRoomMessage.toldCount;
    expect(await send('Question 3 has a typing error.')).toBe(1);
    expect(await send('Your camera is off.', [attemptId])).toBe(1);
    const room = await toldToLearner(exam, attemptId, ({ messages }) => messages.length === 2);
    expect(room.messages).toMatchObject([
      { text: 'Question 3 has a typing error.', isToAll: true },
      { text: 'Your camera is off.', isToAll: false },
    ]);
    const other = await startIn(exam, made, otherLearner);
    const query = 'query ($id: ID!) { attempt(attemptId: $id) { messages { text isToAll } } }';
    const read = async (viewer: typeof learner, id: string) =>
      (await exam.ask(viewer, query, { id })).attempt?.messages;
    expect(await read(otherLearner, other.attemptId)).toEqual([
      { text: 'Question 3 has a typing error.', isToAll: true },
    ]);
    expect(await read(proctor, attemptId)).toHaveLength(2);
    expect(await send('Are you there?', [attemptId, other.attemptId])).toBe(2);
    const acts = (await readAudit(exam, instructor, examId, attemptId)).map(({ action, detail }) => [
      action,
      JSON.parse(detail).text,
    ]);
    expect(acts).toEqual([
      ['MESSAGE_SENT', 'Are you there?'],
      ['MESSAGE_SENT', 'Your camera is off.'],
      ['MESSAGE_SENT', 'Question 3 has a typing error.'],
    ]);
  });

  it('shows the latest fifty', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await exam.db.query(
      `insert into exam.attempt_message (id, exam_id, attempt_id, text, sent_by, sent_at)
       select gen_random_uuid(), $1, case when n % 2 = 0 then $2::uuid end, 'message ' || n, 'proctor',
              now() - interval '1 hour' + n * interval '1 second' from generate_series(1, 120) n`,
      [examId, attemptId],
    );
    const { attemptRoom } = await exam.ask(
      learner,
      'query ($id: ID!) { attemptRoom(attemptId: $id) { messages { text } } }',
      { id: attemptId },
    );
    expect(attemptRoom.messages.map(({ text }: { text: string }) => text)).toEqual(
      Array.from({ length: 50 }, (_, index) => `message ${71 + index}`),
    );
  });
});

describe('ending, voiding and opening again', () => {
  it('a proctor ends a running attempt, and what was saved counts', async () => {
    const started = await makeStarted(exam);
    const { attemptId, examId } = started;
    await exam.ask(learner, saveAnswer, answerTo(started, 'TRUE_FALSE', { isTrue: false }));
    const { endAttempt: ended } = await exam.ask(proctor, endAttempt, { input: { attemptId, reason } });
    expect(ended.attempt).toMatchObject({ status: 'GRADED', ending: 'ENDED_BY_PROCTOR', remainingSeconds: 0 });
    const { attempt } = await exam.ask(
      learner,
      'query ($id: ID!) { attempt(attemptId: $id) { result { pointsAwarded } } }',
      { id: attemptId },
    );
    expect(attempt.result.pointsAwarded).toBe(1);
    await toldToLearner(exam, attemptId, ({ status }) => status === 'GRADED');
    const [entry] = await readAudit(exam, instructor, examId);
    expect(entry).toMatchObject({
      action: 'ATTEMPT_ENDED',
      actor: { id: 'proctor' },
      reason,
      attempt: { id: attemptId },
    });
  });

  it('a paused one ends now and not at its deadline', async () => {
    const { attemptId, examId } = await makeStarted(exam);
    await exam.ask(proctor, pauseAttempts, { input: { examId, reason } });
    const { endAttempt: ended } = await exam.ask(proctor, endAttempt, { input: { attemptId, reason } });
    expect(ended.attempt).toMatchObject({ ending: 'ENDED_BY_PROCTOR', pausedAt: null });
    expect(Date.parse(ended.attempt.submittedAt)).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  it('a voided attempt counts for nothing and says so; another can be begun', async () => {
    const made = await makeStarted(exam);
    const { attemptId, examId } = made;
    await exam.ask(learner, submitAttempt, { attemptId });
    const { voidAttempt: voided } = await exam.ask(proctor, voidAttempt, { input: { attemptId, reason } });
    expect(voided.attempt.status).toBe('VOIDED');
    const { rows } = await exam.db.query(
      `select a ->> 'status' as status, (a ->> 'revision')::int as revision
         from exam.outbox, jsonb_array_elements(payload -> 'attempts') a
        where type = 'exam.attempts.taken-back.v1' and a ->> 'attemptId' = $1`,
      [attemptId],
    );
    expect(rows).toEqual([{ status: 'VOIDED', revision: (await attemptRow(exam, attemptId)).revision }]);
    const { attempt } = await exam.ask(
      learner,
      'query ($id: ID!) { attempt(attemptId: $id) { status result { pointsMax } } }',
      { id: attemptId },
    );
    expect(attempt).toEqual({ status: 'VOIDED', result: null });
    expect((await startIn(exam, made)).attemptId).not.toBe(attemptId);
    expect((await readAudit(exam, instructor, examId, attemptId))[0]).toMatchObject({
      action: 'ATTEMPT_VOIDED',
      reason,
    });
  });

  it('an ended attempt goes on for as long as it is given, with its answers and a result anew', async () => {
    const started = await makeStarted(exam);
    const { attemptId, examId } = started;
    await exam.ask(learner, saveAnswer, answerTo(started, 'TRUE_FALSE', { isTrue: false }));
    await exam.ask(learner, submitAttempt, { attemptId });
    const before = await attemptRow(exam, attemptId);
    const { reopenAttempt: reopened } = await exam.ask(proctor, reopenAttempt, {
      input: { attemptId, seconds: 600, reason },
    });
    expect(reopened.attempt).toMatchObject({ status: 'IN_PROGRESS', ending: null, submittedAt: null });
    expect(reopened.attempt.remainingSeconds).toBeGreaterThan(590);
    expect(reopened.attempt.remainingSeconds).toBeLessThanOrEqual(600);
    expect((await attemptRow(exam, attemptId)).revision).toBe(before.revision + 1);
    await toldToLearner(
      exam,
      attemptId,
      ({ status, remainingSeconds }) => status === 'IN_PROGRESS' && remainingSeconds <= 600,
    );
    await exam.ask(learner, saveAnswer, answerTo(started, 'NUMERIC', { number: 271.828 }));
    const { submitAttempt: submitted } = await exam.ask(learner, submitAttempt, { attemptId });
    expect(submitted.attempt.result.pointsAwarded).toBe(2);
    const log = await exam.db.query(
      'select from_status, to_status, actor from exam.attempt_log where attempt_id = $1 order by id',
      [attemptId],
    );
    expect(log.rows).toContainEqual({ from_status: 'GRADED', to_status: 'IN_PROGRESS', actor: 'proctor' });
    const [entry] = await readAudit(exam, instructor, examId);
    expect(entry).toMatchObject({ action: 'ATTEMPT_REOPENED', reason });
  });

  it('a later end of the exam and an allowance move a reopened attempt as any other', async () => {
    const { attemptId, examId } = await makeStarted(exam);
    await letTimeRunOut(exam, attemptId);
    await exam.ask(scheduler, expireAttempts, { limit: 100 });
    await exam.ask(proctor, reopenAttempt, { input: { attemptId, seconds: 600, reason } });
    const before = await attemptRow(exam, attemptId);
    const grant = `mutation { grantAllowance(input: { examId: "${examId}", learnerId: "learner", extraSeconds: 300, reason: "more" }) { movedCount } }`;
    expect((await exam.ask(proctor, grant)).grantAllowance.movedCount).toBe(1);
    expect((await attemptRow(exam, attemptId)).deadlineAt - before.deadlineAt).toBe(300_000);
  });

  it('is not for an exam closed for good, nor while the learner has another that runs', async () => {
    const made = await makeStarted(exam, { attemptsMax: 2 });
    await exam.ask(learner, submitAttempt, { attemptId: made.attemptId });
    await startIn(exam, made);
    const input = { attemptId: made.attemptId, seconds: 600, reason };
    expect(await exam.refused(proctor, reopenAttempt, { input })).toMatchObject({ code: 'ATTEMPT_OTHER_RUNS' });
    await exam.ask(instructor, closeExam, { examId: made.examId });
    expect(await exam.refused(proctor, reopenAttempt, { input })).toMatchObject({ code: 'EXAM_CLOSED' });
  });
});

describe('the room', () => {
  it('counts what is in it, and its revision rises with every change', async () => {
    const { ids, viewers } = learnersNamed(5);
    const made = await makePublished(exam, {}, ids);
    const { examId } = made;
    const see = async () => (await exam.ask(proctor, examRoom, { examId })).examRoom;
    let last = await see();
    expect(last).toMatchObject({ exam: { id: examId }, notStartedCount: 5, inProgressCount: 0, endedCount: 0 });
    const rises = async (what: string, act: () => Promise<unknown>) => {
      await act();
      const now = await see();
      expect([what, now.revision > last.revision]).toEqual([what, true]);
      last = now;
    };
    const attempts: string[] = [];
    for (const viewer of viewers.slice(0, 4)) {
      await rises('start', async () => attempts.push((await startIn(exam, made, viewer)).attemptId));
    }
    await rises('pause', () =>
      exam.ask(proctor, pauseAttempts, { input: { examId, attemptIds: [attempts[0]], reason } }),
    );
    await rises('message', () => exam.ask(proctor, sendRoomMessage, { input: { examId, text: 'Hello' } }));
    await rises('hand-in', () => exam.ask(viewers[1], submitAttempt, { attemptId: attempts[1] }));
    await rises('void', () => exam.ask(proctor, voidAttempt, { input: { attemptId: attempts[2], reason } }));
    expect(last).toMatchObject({
      notStartedCount: 1,
      inProgressCount: 2,
      pausedCount: 1,
      endedCount: 1,
      voidedCount: 1,
    });
    const news = await told(exam, liveTopics.examRoom(examId), ({ revision }) => revision === last.revision);
    expect(news).toMatchObject({ exam: { __typename: 'Exam', id: examId }, inProgressCount: 2, voidedCount: 1 });
  });

  it('is told when it is closed, and so are those who sat in it', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await exam.ask(instructor, closeExam, { examId });
    await told(exam, liveTopics.examRoom(examId), ({ endedCount }) => endedCount === 1);
    await toldToLearner(exam, attemptId, ({ status }) => status === 'GRADED');
  });

  it('lists who needs a look first, page by page, and by filter', async () => {
    const { ids, viewers } = learnersNamed(9);
    const made = await makePublished(exam, { attemptsMax: 2 }, ids);
    const { examId } = made;
    const started = await Promise.all(viewers.slice(0, 7).map((viewer) => startIn(exam, made, viewer)));
    const attemptIds = started.map(({ attemptId }) => attemptId);
    for (const [index, id] of attemptIds.entries()) {
      await exam.db.query(
        `update exam.attempt set deadline_at = now() + $2 * interval '1 minute', accepts_until = now() + interval '1 day' where id = $1`,
        [id, 20 - index],
      );
    }
    await exam.ask(viewers[0], submitAttempt, { attemptId: attemptIds[0] });
    await exam.ask(proctor, voidAttempt, { input: { attemptId: attemptIds[1], reason } });
    await exam.ask(proctor, pauseAttempts, { input: { examId, attemptIds: [attemptIds[2]], reason } });
    await exam.db.query(
      `insert into exam.attempt_incident (attempt_id, exam_id, kind) values ($1, $2, 'FOCUS_LOST'), ($1, $2, 'PASTED')`,
      [attemptIds[3], examId],
    );
    type Node = { attempt: { status: string; learner: { id: string }; incidents: unknown[] }; incidentCount: number };
    const page = async (filter: object | null, first = 100, after?: string) =>
      (await exam.ask(proctor, roomAttempts, { examId, filter, first, after })).exam.roomAttempts;
    const learnersOf = (found: { edges: { node: Node }[] }) => found.edges.map(({ node }) => node.attempt.learner.id);
    const all = await page(null);
    expect(all.totalCount).toBe(9);
    expect(all.edges.map(({ node }: { node: Node }) => node.attempt.status)).toEqual([
      ...Array(5).fill('IN_PROGRESS'),
      'NOT_STARTED',
      'NOT_STARTED',
      'GRADED',
      'VOIDED',
    ]);
    expect(learnersOf(all).slice(0, 5)).toEqual([6, 5, 4, 3, 2].map((index) => `learner-${index}`));
    const paged: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const some = await page(null, 2, after);
      paged.push(...learnersOf(some));
      after = some.pageInfo.endCursor;
      more = some.pageInfo.hasNextPage;
    }
    expect(paged).toEqual(learnersOf(all));
    for (const [filter, expected] of [
      [{ status: 'GRADED' }, ['learner-0']],
      [{ status: 'VOIDED' }, ['learner-1']],
      [{ isPaused: true }, ['learner-2']],
      [{ status: 'IN_PROGRESS', isPaused: false }, ['learner-6', 'learner-5', 'learner-4', 'learner-3']],
      [{ hasIncidents: true }, ['learner-3']],
      [{ learnerIds: ['learner-8', 'learner-4', 'nobody'] }, ['learner-4', 'learner-8']],
      [{ status: 'GRADED', isPaused: true }, []],
    ] as const) {
      const found = await page(filter);
      expect([filter, learnersOf(found), found.totalCount]).toEqual([filter, expected, expected.length]);
    }
    const [{ node }] = (await page({ hasIncidents: true })).edges;
    expect(node).toMatchObject({ incidentCount: 2, questionCount: 5, answeredCount: 0, deviceCount: 0 });
    expect(node.attempt.incidents).toHaveLength(2);
  });

  it('goes on for proctors and admins while the course subgraph is away', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    exam.course.isDown = true;
    try {
      for (const viewer of [proctor, admin]) {
        expect((await exam.ask(viewer, examRoom, { examId })).examRoom.inProgressCount).toBe(1);
        await exam.ask(viewer, pauseAttempts, { input: { examId, reason } });
        await exam.ask(viewer, unpauseAttempts, { input: { examId, reason } });
      }
      expect(await exam.refused(otherInstructor, examRoom, { examId })).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      await exam.ask(learner, submitAttempt, { attemptId });
    } finally {
      exam.course.isDown = false;
    }
  });
});

it('tells learners and proctors late when Redis was away', async () => {
  await using server = await startRedisServer();
  await using own = await startTestExam({ redisUrl: server.url });
  const { examId, attemptId } = await makeStarted(own);
  await server.kill();
  await own.ask(proctor, pauseAttempts, { input: { examId, reason } });
  await waitFor('the failure', () => own.logLines.some((line) => line.includes('a room was not published')));
  await server.restart();
  await toldToLearner(own, attemptId, ({ isPaused }) => isPaused);
  await told(own, liveTopics.examRoom(examId), ({ pausedCount }) => pausedCount === 1);
});
