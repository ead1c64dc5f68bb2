import { describe, expect, it } from '@jest/globals';
import { type AnswerOutboxOptions, createAnswerOutbox, memory } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { openExamRoom } from './_exam-room.ts';
import { openSchool } from './_school.ts';

const retry = { baseMs: 5, maxMs: 20 };

async function setUp(options: Partial<AnswerOutboxOptions> = {}) {
  const room = openExamRoom();
  const school = await openSchool({ SaveAnswer: room.saveAnswer });
  const storage = memory();
  const open = (more: Partial<AnswerOutboxOptions> = {}) =>
    createAnswerOutbox({ lectern: school.lectern(), attemptId: 'a1', storage, retry, ...options, ...more });
  return { room, school, storage, open, [Symbol.asyncDispose]: () => school[Symbol.asyncDispose]() };
}

describe('an outbox whose attempt is paused', () => {
  it('keeps answers and says why; they go out when the room goes on', async () => {
    await using exam = await setUp({ retry: { baseMs: 5, maxMs: 60_000 } });
    using outbox = exam.open();
    outbox.hold('PAUSED');
    await outbox.put('q1', { number: 1 });
    expect(outbox.snapshot()).toMatchObject({ hold: 'PAUSED', counts: { onDevice: 1, saved: 0 } });
    expect(await outbox.flush()).toMatchObject({ isComplete: false, unsaved: [{ questionId: 'q1' }] });
    expect(exam.room.received).toEqual([]);
    outbox.hold(null);
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.stored.get('q1')?.answer).toEqual({ number: 1 });
  });

  it('learns of it from a refusal, is never called saved, and tries again by itself', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.refusal = 'ATTEMPT_PAUSED';
    await outbox.put('q1', { number: 1 });
    await waitFor('the hold', () => outbox.snapshot().hold === 'PAUSED');
    expect(outbox.snapshot().counts).toMatchObject({ saved: 0, refused: 0 });
    await waitFor('another try', () => exam.room.received.length >= 2);
    exam.room.refusal = null;
    await waitFor('the receipt', () => outbox.snapshot().counts.saved === 1);
    expect(outbox.snapshot().hold).toBeNull();
  });
});

describe('an outbox whose attempt has gone on on another device', () => {
  it('sends nothing more by itself, and keeps what is unsent until it is taken over here', async () => {
    await using exam = await setUp({ deviceId: 'phone' });
    using outbox = exam.open();
    exam.room.refusal = 'ATTEMPT_ON_OTHER_DEVICE';
    await outbox.put('q1', { text: 'mine' });
    await waitFor('the hold', () => outbox.snapshot().hold === 'OTHER_DEVICE');
    const tries = exam.room.received.length;
    await outbox.put('q2', { text: 'also mine' });
    expect(await outbox.flush()).toMatchObject({ isComplete: false });
    expect(exam.room.received.length).toBe(tries);
    expect((await exam.storage.list('a1')).map(({ refusedCode }) => refusedCode)).toEqual([null, null]);
    exam.room.refusal = null;
    outbox.hold(null);
    expect((await outbox.flush()).isComplete).toBe(true);
    expect([...exam.room.stored.keys()].sort()).toEqual(['q1', 'q2']);
  });

  it('is not held again by a refusal that was on its way when it was taken over', async () => {
    await using exam = await setUp({ deviceId: 'phone' });
    using outbox = exam.open();
    exam.room.refusal = 'ATTEMPT_ON_OTHER_DEVICE';
    const release = exam.room.hold();
    await outbox.put('q1', { text: 'mine' });
    await waitFor('it on its way', () => exam.room.received.length === 1);
    outbox.hold('OTHER_DEVICE');
    outbox.hold(null);
    exam.room.refuses = () => exam.room.received.length === 1;
    release();
    expect((await outbox.flush()).isComplete).toBe(true);
  });

  it('gives way to what was answered elsewhere since, and says so; new answers are numbered above it', async () => {
    await using exam = await setUp({ deviceId: 'phone' });
    using outbox = exam.open({ storedAnswers: [{ questionId: 'q1', sequence: 4 }] });
    outbox.hold('OTHER_DEVICE');
    await outbox.put('q1', { text: 'unsent here' });
    await outbox.put('q2', { text: 'unsent here too' });
    await outbox.learn([
      { questionId: 'q1', sequence: 9, savedAt: '2026-01-01T00:00:00Z' },
      { questionId: 'q3', sequence: 10 },
    ]);
    expect(outbox.snapshot().answers.get('q1')).toMatchObject({ status: 'saved', isSuperseded: true, sequence: 9 });
    expect((await exam.storage.list('a1')).map(({ questionId }) => questionId)).toEqual(['q2']);
    outbox.hold(null);
    await outbox.put('q1', { text: 'newer' });
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.stored.get('q1')).toEqual({ sequence: 11, answer: { text: 'newer' } });
    expect(exam.room.stored.get('q2')?.answer).toEqual({ text: 'unsent here too' });
  });

  it('opened again there, takes what the server has for newer than what was left over', async () => {
    await using exam = await setUp();
    await exam.storage.append('a1', 'q1', { text: 'left over' }, 7);
    const stored = [{ questionId: 'q1', sequence: 5 }];
    using outbox = exam.open({ storedAnswers: stored, initialHold: 'OTHER_DEVICE' });
    await outbox.ready;
    expect(outbox.snapshot()).toMatchObject({ hold: 'OTHER_DEVICE', counts: { onDevice: 1 } });
    await outbox.learn(stored);
    outbox.hold(null);
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.received).toEqual([]);
  });
});

describe('an answer whose number another answer has', () => {
  it('goes out once more at once, above what is stored', async () => {
    await using exam = await setUp({ retry: { baseMs: 60_000, maxMs: 60_000 } });
    using outbox = exam.open();
    exam.room.refusal = 'ANSWER_SEQUENCE_TAKEN';
    exam.room.refusalFacts = { storedSequence: 7 };
    exam.room.refuses = () => exam.room.received.length === 1;
    await outbox.put('q1', { text: 'mine' });
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.received.map(({ sequence }) => sequence)).toEqual([1, 8]);
    await outbox.put('q2', { text: 'the next' });
    await waitFor('the next', () => exam.room.stored.get('q2')?.sequence === 9);
  });

  it('waits longer and longer when its number is taken time and again, and is never lost', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.refusal = 'ANSWER_SEQUENCE_TAKEN';
    exam.room.refuses = () => exam.room.received.length < 5;
    await outbox.put('q1', { text: 'mine' });
    await waitFor('the receipt', () => outbox.snapshot().counts.saved === 1);
    expect(exam.room.received.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it('does not overtake what was typed meanwhile', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.refusal = 'ANSWER_SEQUENCE_TAKEN';
    exam.room.refusalFacts = { storedSequence: 3 };
    exam.room.refuses = () => exam.room.received.length === 1;
    const release = exam.room.hold();
    await outbox.put('q1', { text: 'older' });
    await waitFor('it on its way', () => exam.room.received.length === 1);
    const newer = outbox.put('q1', { text: 'newer' });
    release();
    await newer;
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.stored.get('q1')?.answer).toEqual({ text: 'newer' });
  });
});

it('says from which device an answer comes', async () => {
  const devices: unknown[] = [];
  const exam = openExamRoom();
  await using school = await openSchool({
    SaveAnswer(variables, request) {
      devices.push((variables.input as Record<string, unknown>).deviceId);
      return exam.saveAnswer(variables, request);
    },
  });
  const open = (deviceId?: string) =>
    createAnswerOutbox({
      lectern: school.lectern(),
      attemptId: 'a1',
      storage: memory(),
      retry,
      ...(deviceId === undefined ? {} : { deviceId }),
    });
  using named = open('tablet');
  await named.put('q1', { isTrue: true });
  await named.flush();
  using unnamed = open();
  await unnamed.put('q1', { isTrue: true });
  await unnamed.flush();
  expect(devices).toEqual(['tablet', null]);
});
