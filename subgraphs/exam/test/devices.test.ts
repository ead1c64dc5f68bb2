import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@lectern/testing';
import { makePublished, makeStarted, submitAttempt } from './_operations.ts';
import { attemptRow, reportPresence, resumeAttempt, roomAttempts, toldToLearner } from './_room.ts';
import { instructor, learner, otherLearner, proctor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

const start = `mutation ($input: StartAttemptInput!) { startAttempt(input: $input) { attempt { id activeDeviceId } } }`;
const save = `mutation ($input: SaveAnswerInput!) { saveAnswer(input: $input) { receipt { storedSequence } } }`;

async function startOn(deviceId: string | null) {
  const { examId, question } = await makePublished(exam);
  const input = { examId, deviceId, deviceLabel: 'Firefox on Linux' };
  const { startAttempt: started } = await exam.ask(learner, start, { input });
  return { examId, attemptId: started.attempt.id as string, questionId: question['TRUE_FALSE']?.id };
}

const resume = async (attemptId: string, deviceId: string, viewer = learner) =>
  (await exam.ask(viewer, resumeAttempt, { input: { attemptId, deviceId, deviceLabel: `label of ${deviceId}` } }))
    .resumeAttempt.attempt;

async function inRoom(examId: string) {
  const { exam: found } = await exam.ask(proctor, roomAttempts, { examId });
  return found.roomAttempts.edges[0].node;
}

describe('going on on another device', () => {
  it('makes the older one read-only and tells it, and is kept as evidence', async () => {
    const { examId, attemptId, questionId } = await startOn('laptop');
    const answer = (deviceId: string, sequence: number) => ({
      input: { attemptId, questionId, sequence, answer: { isTrue: true }, deviceId },
    });
    await exam.ask(learner, save, answer('laptop', 1));
    expect(await resume(attemptId, 'phone')).toMatchObject({ status: 'IN_PROGRESS', activeDeviceId: 'phone' });
    await toldToLearner(exam, attemptId, ({ activeDeviceId }) => activeDeviceId === 'phone');
    expect(await exam.refused(learner, save, answer('laptop', 2))).toMatchObject({ code: 'ATTEMPT_ON_OTHER_DEVICE' });
    await exam.ask(learner, save, answer('phone', 3));
    expect(await inRoom(examId)).toMatchObject({
      deviceLabel: 'label of phone',
      deviceCount: 2,
      incidentCount: 1,
      attempt: { incidents: [{ kind: 'DEVICE_CHANGED' }] },
    });
    await resume(attemptId, 'laptop');
    expect(await inRoom(examId)).toMatchObject({ deviceLabel: 'label of laptop', deviceCount: 2, incidentCount: 2 });
  });

  it('on the same device changes nothing', async () => {
    const { examId, attemptId } = await startOn('laptop');
    const before = await attemptRow(exam, attemptId);
    for (let times = 0; times < 3; times += 1) await resume(attemptId, 'laptop');
    expect(await attemptRow(exam, attemptId)).toEqual(before);
    expect(await inRoom(examId)).toMatchObject({ deviceCount: 1, incidentCount: 0 });
  });

  it('from a device without a name is the first one, and no change', async () => {
    const { examId, attemptId } = await startOn(null);
    await resume(attemptId, 'laptop');
    expect(await inRoom(examId)).toMatchObject({ deviceCount: 1, incidentCount: 0 });
  });

  it('of several at once one has it in the end, and each change is there', async () => {
    const { examId, attemptId } = await startOn('laptop');
    const devices = Array.from({ length: 6 }, (_, index) => `device-${index}`);
    await Promise.all(devices.map((device) => resume(attemptId, device)));
    expect(devices).toContain((await attemptRow(exam, attemptId)).deviceId);
    expect(await inRoom(examId)).toMatchObject({ deviceCount: 7, incidentCount: 6 });
  });

  it('is for running attempts of one’s own', async () => {
    const { attemptId } = await startOn('laptop');
    const input = { attemptId, deviceId: 'phone' };
    expect(await exam.refused(otherLearner, resumeAttempt, { input })).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    expect(await exam.refused(instructor, resumeAttempt, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await exam.refused(undefined, resumeAttempt, { input })).toMatchObject({ code: 'UNAUTHENTICATED' });
    await exam.ask(learner, submitAttempt, { attemptId });
    expect(await exam.refused(learner, resumeAttempt, { input })).toMatchObject({ code: 'ATTEMPT_ENDED' });
  });

  it('is refused outside the networks of the exam', async () => {
    const { examId, attemptId } = await startOn('laptop');
    await exam.db.query(`update exam.exam set allowed_networks = '{10.20.0.0/16}' where id = $1`, [examId]);
    const input = { attemptId, deviceId: 'phone' };
    expect(await exam.refused(learner, resumeAttempt, { input })).toMatchObject({ code: 'EXAM_NETWORK_NOT_ALLOWED' });
    const inside = { ...learner, address: '::ffff:10.20.3.4' };
    expect((await exam.ask(inside, resumeAttempt, { input })).resumeAttempt.attempt.activeDeviceId).toBe('phone');
  });
});

describe('presence', () => {
  const report = async (attemptId: string, input: object = {}) =>
    (await exam.ask(learner, reportPresence, { input: { attemptId, ...input } })).reportPresence.room;

  it('gives the clock, and notes who was there and what happened', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await exam.db.query(`update exam.attempt set last_seen_at = now() - interval '1 hour' where id = $1`, [attemptId]);
    const incidents = [
      { kind: 'FOCUS_LOST', secondsAgo: 20 },
      { kind: 'FOCUS_REGAINED', secondsAgo: 5 },
    ];
    const room = await report(attemptId, { incidents });
    expect(room).toMatchObject({
      attemptId,
      status: 'IN_PROGRESS',
      isPaused: false,
      activeDeviceId: null,
      messages: [],
    });
    expect(room.remainingSeconds).toBeGreaterThan(1_700);
    const seen = await waitFor('the incidents', async () => {
      const node = await inRoom(examId);
      return node.incidentCount === 2 && node;
    });
    expect(seen.attempt.incidents.map(({ kind }: { kind: string }) => kind)).toEqual(['FOCUS_REGAINED', 'FOCUS_LOST']);
    expect(Date.parse(seen.lastSeenAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('of many learners is written together', async () => {
    const { attemptId } = await makeStarted(exam);
    const rooms = await Promise.all(Array.from({ length: 40 }, () => report(attemptId)));
    expect(rooms).toHaveLength(40);
  });

  it('of a device that was left notes nothing, and says which one it is', async () => {
    const { examId, attemptId } = await startOn('laptop');
    await resume(attemptId, 'phone');
    const room = await report(attemptId, { deviceId: 'laptop', incidents: [{ kind: 'FOCUS_LOST' }] });
    expect(room.activeDeviceId).toBe('phone');
    await report(attemptId, { deviceId: 'phone', incidents: [{ kind: 'PASTED' }] });
    await waitFor('the incident of the phone', async () => (await inRoom(examId)).incidentCount === 2);
    const kinds = (await inRoom(examId)).attempt.incidents.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['PASTED', 'DEVICE_CHANGED']);
  });

  it('keeps no more than 500 incidents of an attempt', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await exam.db.query(
      `insert into exam.attempt_incident (attempt_id, exam_id, kind) select $1, $2, 'FOCUS_LOST' from generate_series(1, 495)`,
      [attemptId, examId],
    );
    await report(attemptId, { incidents: Array.from({ length: 20 }, () => ({ kind: 'PASTED' })) });
    const count = async () => (await inRoom(examId)).incidentCount;
    await waitFor('the last ones', async () => (await count()) === 500);
    await report(attemptId, { incidents: [{ kind: 'PASTED' }] });
    await exam.db.query(`update exam.attempt set last_seen_at = now() - interval '1 hour' where id = $1`, [attemptId]);
    await report(attemptId);
    await waitFor(
      'the next flush',
      async () => (await attemptRow(exam, attemptId)).lastSeenAt > new Date(Date.now() - 60_000),
    );
    expect(await count()).toBe(500);
  });

  it('is evidence that nobody can change', async () => {
    const { examId, attemptId } = await startOn('laptop');
    await resume(attemptId, 'phone');
    for (const statement of ['update exam.attempt_incident set kind = kind', 'delete from exam.attempt_incident']) {
      await expect(exam.db.query(`${statement} where exam_id = $1`, [examId])).rejects.toThrow('are never changed');
    }
  });

  it.each([
    ['a change of device, which the server sees itself', [{ kind: 'DEVICE_CHANGED' }]],
    ['more than twenty', Array.from({ length: 21 }, () => ({ kind: 'PASTED' }))],
    ['the future', [{ kind: 'PASTED', secondsAgo: -1 }]],
    ['the day before yesterday', [{ kind: 'PASTED', secondsAgo: 86_401 }]],
  ])('does not take %s', async (_name, incidents) => {
    const { attemptId } = await makeStarted(exam);
    expect(await exam.refused(learner, reportPresence, { input: { attemptId, incidents } })).toMatchObject({
      code: 'BAD_INPUT',
      field: 'incidents',
    });
  });

  it('is for the learner alone', async () => {
    const { attemptId } = await makeStarted(exam);
    const input = { attemptId };
    expect(await exam.refused(otherLearner, reportPresence, { input })).toMatchObject({ code: 'ATTEMPT_NOT_FOUND' });
    expect(await exam.refused(proctor, reportPresence, { input })).toMatchObject({ code: 'FORBIDDEN' });
    const query = 'query ($id: ID!) { attemptRoom(attemptId: $id) { status } }';
    for (const viewer of [otherLearner, proctor, instructor, undefined]) {
      expect((await exam.ask(viewer, query, { id: attemptId })).attemptRoom).toBeNull();
    }
  });
});
