import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AttemptPageDocument,
  type AttemptRoomOptions,
  createAnswerOutbox,
  createExamClock,
  EndAttemptDocument,
  GrantAllowanceDocument,
  type Lectern,
  memory,
  openAttemptRoom,
  PauseAttemptsDocument,
  RoomAttemptEvidenceDocument,
  RoomAttemptsDocument,
  SendRoomMessageDocument,
  StartAttemptDocument,
  UnpauseAttemptsDocument,
  ViewerDocument,
} from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { holdExam, openRealSchool, type RealSchool, rightAnswer } from './_real-school.ts';

let school: RealSchool;
let proctor: Lectern;
let examId = '';
let learners: readonly string[] = [];

beforeAll(async () => {
  school = await openRealSchool();
  const held = await holdExam(school);
  examId = held.examId;
  learners = held.learners;
  proctor = await school.signedIn(school.adminEmail);
}, 120_000);

afterAll(async () => {
  await proctor?.[Symbol.asyncDispose]();
  await school?.[Symbol.asyncDispose]();
});

const retry = { baseMs: 10, maxMs: 50 };
const quick: Partial<AttemptRoomOptions> = { presenceMs: 200, incidentMs: 20 };

/** A learner’s attempt on a device: started there, or opened while it runs elsewhere. */
async function sit(email: string, deviceId: string) {
  const lectern = await school.signedIn(email);
  const device = { id: deviceId, label: `The ${deviceId}` };
  const input = { examId, deviceId, deviceLabel: device.label };
  const { startAttempt } = await lectern.mutate(StartAttemptDocument, { input });
  const attemptId = startAttempt.attempt.id;
  const { attempt } = await lectern.query(AttemptPageDocument, { attemptId });
  if (!attempt?.questions) throw new Error('the attempt has no paper');
  const clock = createExamClock(attempt.remainingSeconds);
  const storedAnswers = attempt.answers ?? [];
  const outbox = createAnswerOutbox({ lectern, attemptId, deviceId, storage: memory(), storedAnswers, clock, retry });
  const room = openAttemptRoom({ lectern, attempt, device, clock, outbox, ...quick });
  await waitFor('the room', () => room.snapshot().live === 'LIVE');
  const { questions } = attempt;
  return {
    ...{ lectern, attemptId, questions, clock, outbox, room },
    async [Symbol.asyncDispose]() {
      room.close();
      outbox.close();
      await lectern[Symbol.asyncDispose]();
    },
  };
}

const [ada, ben] = [() => learners[0] ?? '', () => learners[1] ?? ''];
const reason = 'A fire alarm';

describe('the room of an attempt, at the real school', () => {
  it('stops with the proctor’s pause and goes on with it; answers wait meanwhile and are not called saved', async () => {
    await using seat = await sit(ada(), 'tablet');
    const { room, clock, outbox, attemptId, questions } = seat;
    const [question] = questions;
    if (!question) throw new Error('the paper is empty');
    await proctor.mutate(PauseAttemptsDocument, { input: { examId, attemptIds: [attemptId], reason } });
    await waitFor('the pause', () => room.snapshot().isPaused);
    expect(clock.isPaused()).toBe(true);
    const stood = clock.remainingSeconds();
    await outbox.put(question.id, rightAnswer(question));
    expect((await outbox.flush()).isComplete).toBe(false);
    expect(outbox.snapshot()).toMatchObject({ hold: 'PAUSED', counts: { onDevice: 1, saved: 0 } });
    await proctor.mutate(SendRoomMessageDocument, { input: { examId, text: 'Stay seated.' } });
    await waitFor('the message', () => room.snapshot().messages.at(-1)?.text === 'Stay seated.');
    expect(clock.remainingSeconds()).toBe(stood);
    await proctor.mutate(UnpauseAttemptsDocument, { input: { examId, reason } });
    await waitFor('the receipt', () => outbox.snapshot().counts.saved === 1);
    expect([room.snapshot().isPaused, clock.isPaused()]).toEqual([false, false]);
    expect(clock.remainingSeconds()).toBeGreaterThan(stood - 20);
  });

  it('moves the clock when time is given', async () => {
    await using seat = await sit(ada(), 'tablet');
    const before = seat.clock.remainingSeconds();
    const { viewer } = await seat.lectern.query(ViewerDocument);
    const input = { examId, learnerId: viewer?.id ?? '', extraSeconds: 600, reason: 'A right to it' };
    expect((await proctor.mutate(GrantAllowanceDocument, { input })).grantAllowance.movedCount).toBe(1);
    await waitFor('the clock', () => seat.clock.remainingSeconds() > before + 500);
  });

  it('tells proctors that the learner is there, on what, and what happened', async () => {
    await using seat = await sit(ada(), 'tablet');
    seat.room.note('PASTED');
    const filter = { hasIncidents: true };
    const row = await waitFor('the incident', async () => {
      const { exam } = await proctor.query(RoomAttemptsDocument, { examId, filter });
      return exam?.roomAttempts.edges.find(({ node }) => node.attempt.id === seat.attemptId)?.node;
    });
    expect(row).toMatchObject({ deviceLabel: 'The tablet', deviceCount: 1, incidentCount: 1 });
    expect(row.lastSeenAt).not.toBeNull();
    const { attempt } = await proctor.query(RoomAttemptEvidenceDocument, { examId, attemptId: seat.attemptId });
    expect(attempt?.incidents?.map(({ kind }) => kind)).toEqual(['PASTED']);
  });

  it('gives the attempt to the device that takes it over; the older one keeps what it could not send', async () => {
    await using phone = await sit(ben(), 'phone');
    const [first, second] = phone.questions;
    if (!first || !second) throw new Error('the paper is too short');
    await phone.outbox.put(first.id, rightAnswer(first));
    expect((await phone.outbox.flush()).isComplete).toBe(true);

    await using laptop = await sit(ben(), 'laptop');
    await laptop.room.takeOver();
    expect(laptop.room.snapshot().isHere).toBe(true);
    await waitFor('the word of it', () => !phone.room.snapshot().isHere);
    await phone.outbox.put(second.id, rightAnswer(second));
    expect(await phone.outbox.flush()).toMatchObject({ isComplete: false, unsaved: [{ status: 'onDevice' }] });
    await laptop.outbox.put(first.id, {});
    expect((await laptop.outbox.flush()).isComplete).toBe(true);

    await phone.room.takeOver();
    expect((await phone.outbox.flush()).isComplete).toBe(true);
    const { attempt } = await phone.lectern.query(AttemptPageDocument, { attemptId: phone.attemptId });
    expect(attempt?.answeredCount).toBe(1);
    expect(attempt?.activeDeviceId).toBe('phone');
    await waitFor('the word of it', () => !laptop.room.snapshot().isHere);
  });

  it('refuses the device that lost the attempt also when no word of it came', async () => {
    await using phone = await sit(ben(), 'phone');
    await using laptop = await sit(ben(), 'laptop');
    phone.room.close();
    await laptop.room.takeOver();
    const [question] = phone.questions;
    if (!question) throw new Error('the paper is empty');
    await phone.outbox.put(question.id, rightAnswer(question));
    await waitFor('the hold', () => phone.outbox.snapshot().hold === 'OTHER_DEVICE');
    expect(phone.outbox.snapshot().counts).toMatchObject({ saved: 0, refused: 0, onDevice: 1 });
  });

  it('ends with the proctor’s word, and falls silent', async () => {
    await using seat = await sit(ben(), 'laptop');
    await seat.room.takeOver();
    await proctor.mutate(EndAttemptDocument, { input: { attemptId: seat.attemptId, reason } });
    await waitFor('the end', () => seat.room.snapshot().status === 'GRADED');
    const [question] = seat.questions;
    if (!question) throw new Error('the paper is empty');
    await seat.outbox.put(question.id, {});
    expect((await seat.outbox.flush()).unsaved).toMatchObject([{ code: 'ATTEMPT_ENDED' }]);
  });
});
