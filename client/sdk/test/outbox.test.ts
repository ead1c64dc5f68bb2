import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type AnswerOutboxOptions, createAnswerOutbox, createExamClock, indexedDb, memory } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { openExamRoom } from './_exam-room.ts';
import { openSchool } from './_school.ts';

const retry = { baseMs: 5, maxMs: 20 };
const freshName = () => `answers-${randomUUID()}`;

async function setUp(options: Partial<AnswerOutboxOptions> = {}) {
  const room = openExamRoom();
  const school = await openSchool({ SaveAnswer: room.saveAnswer });
  const storage = options.storage ?? memory();
  const open = (more: Partial<AnswerOutboxOptions> = {}) =>
    createAnswerOutbox({ lectern: school.lectern(), attemptId: 'a1', storage, retry, ...options, ...more });
  return { room, school, open, [Symbol.asyncDispose]: () => school[Symbol.asyncDispose]() };
}

describe('answer outbox', () => {
  it('calls an answer saved when its receipt is there, and drops it from the device', async () => {
    const storage = memory();
    await using exam = await setUp({ storage });
    using outbox = exam.open();
    await outbox.put('q1', { text: 'one' });
    expect(outbox.snapshot().answers.get('q1')).toMatchObject({ status: 'sending', sequence: 1 });
    expect(await outbox.flush()).toEqual({ isComplete: true, unsaved: [] });
    expect(outbox.snapshot()).toMatchObject({ counts: { saved: 1, sending: 0, onDevice: 0, refused: 0 } });
    expect(exam.room.stored.get('q1')).toMatchObject({ sequence: 1, answer: { text: 'one' } });
    await waitFor('an empty device', async () => (await storage.list('a1')).length === 0);
  });

  it('numbers answers above what the server has stored', async () => {
    await using exam = await setUp({ storedAnswers: [{ sequence: 3 }, { sequence: 41 }] });
    using outbox = exam.open();
    await outbox.put('q1', { isTrue: true });
    expect(outbox.snapshot().answers.get('q1')?.sequence).toBe(42);
  });

  it('sends only the newest of what was typed, one at a time for each question', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    const release = exam.room.hold();
    await outbox.put('q1', { text: 'a' });
    await waitFor('the first on its way', () => exam.room.received.length === 1);
    for (const text of ['ab', 'abc', 'abcd']) await outbox.put('q1', { text });
    release();
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.received.map(({ sequence }) => sequence)).toEqual([1, 4]);
    expect(exam.room.stored.get('q1')).toMatchObject({ sequence: 4, answer: { text: 'abcd' } });
  });

  it('has at most as many on their way as it may', async () => {
    await using exam = await setUp({ concurrency: 3 });
    using outbox = exam.open();
    const release = exam.room.hold();
    for (const number of Array.from({ length: 12 }, (_, index) => index)) await outbox.put(`q${number}`, { number });
    await waitFor('three on their way', () => exam.room.received.length === 3);
    release();
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.mostAtOnce()).toBe(3);
  });

  it('keeps what cannot be sent on the device, says so, and sends it when the line is back', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.line = 'CUT';
    await outbox.put('q1', { number: 1 });
    await outbox.put('q2', { number: 2 });
    await waitFor('the word of it', () => outbox.snapshot().counts.onDevice === 2);
    const { isComplete, unsaved } = await outbox.flush({ timeoutMs: 30 });
    expect({ isComplete, count: unsaved.length }).toEqual({ isComplete: false, count: 2 });
    exam.room.line = 'GOOD';
    await waitFor('both', () => outbox.snapshot().counts.saved === 2);
  });

  it('sends again when only the receipt was lost, and the answer counts once', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.line = 'RECEIPTS_LOST';
    await outbox.put('q1', { text: 'kept' });
    await waitFor('two arrivals', () => exam.room.received.length >= 2);
    expect(outbox.snapshot().counts.saved).toBe(0);
    exam.room.line = 'GOOD';
    await waitFor('the receipt', () => outbox.snapshot().counts.saved === 1);
    expect(exam.room.writes).toBe(1);
  });

  it('gives up an answer only for a reason that the server is known to mean, and says which', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.refusal = 'BAD_INPUT';
    await outbox.put('q1', { text: 'x' });
    await waitFor('the refusal', () => outbox.snapshot().counts.refused === 1);
    expect(outbox.snapshot().answers.get('q1')).toMatchObject({ status: 'refused', code: 'BAD_INPUT' });
    const { isComplete } = await outbox.flush();
    expect(isComplete).toBe(false);

    exam.room.refusal = 'A_CODE_OF_TOMORROW';
    await outbox.put('q2', { text: 'y' });
    await waitFor('patience', () => outbox.snapshot().answers.get('q2')?.status === 'onDevice');
    exam.room.refusal = 'UNAUTHENTICATED';
    await outbox.put('q3', { text: 'z' });
    await waitFor('patience', () => outbox.snapshot().answers.get('q3')?.status === 'onDevice');
    exam.room.refusal = null;
    await waitFor('both', () => outbox.snapshot().counts.saved === 2);
  });

  it('sets the clock right with every receipt', async () => {
    const clock = createExamClock(100);
    await using exam = await setUp({ clock });
    using outbox = exam.open();
    await outbox.put('q1', { text: 'x' });
    await outbox.flush();
    expect(Math.round(clock.remainingSeconds())).toBe(77);
  });

  it('shows the same picture until something changes, and then tells its listeners', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    await outbox.ready;
    const before = outbox.snapshot();
    expect(outbox.snapshot()).toBe(before);
    let changes = 0;
    const stop = outbox.subscribe(() => (changes += 1));
    await outbox.put('q1', { text: 'x' });
    expect(outbox.snapshot()).not.toBe(before);
    await outbox.flush();
    expect(changes).toBeGreaterThanOrEqual(2);
    stop();
  });
});

describe('answer outbox over IndexedDB', () => {
  it('sends after a reload what a crashed page had kept, and numbers on from there', async () => {
    const name = freshName();
    await using exam = await setUp();
    exam.room.line = 'CUT';
    {
      using crashed = exam.open({ storage: indexedDb(name) });
      await crashed.put('q1', { text: 'before' });
      await crashed.put('q2', { text: 'before' });
    }
    exam.room.line = 'GOOD';
    using outbox = exam.open({ storage: indexedDb(name) });
    await outbox.ready;
    expect(outbox.snapshot()).toMatchObject({ isDurable: true });
    expect(outbox.snapshot().answers.get('q1')?.answer).toEqual({ text: 'before' });
    await outbox.put('q1', { text: 'after' });
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.stored.get('q1')).toMatchObject({ sequence: 3, answer: { text: 'after' } });
    expect(exam.room.stored.get('q2')).toMatchObject({ sequence: 2, answer: { text: 'before' } });
  });

  it('shows again after a reload what was refused, without sending it', async () => {
    const name = freshName();
    await using exam = await setUp();
    exam.room.refusal = 'BAD_INPUT';
    {
      using first = exam.open({ storage: indexedDb(name) });
      await first.put('q1', { text: 'x' });
      await waitFor('the refusal', () => first.snapshot().counts.refused === 1);
      await waitFor('its mark', async () => (await indexedDb(name).list('a1'))[0]?.refusedCode === 'BAD_INPUT');
    }
    using outbox = exam.open({ storage: indexedDb(name) });
    await outbox.flush();
    expect(outbox.snapshot().answers.get('q1')).toMatchObject({ status: 'refused', code: 'BAD_INPUT' });
    expect(exam.room.received).toHaveLength(1);
  });

  it('loses and swaps nothing when two tabs answer the same questions', async () => {
    const name = freshName();
    await using exam = await setUp();
    using left = exam.open({ storage: indexedDb(name) });
    using right = exam.open({ storage: indexedDb(name) });
    exam.room.shuffles = true;
    const rounds = Array.from({ length: 20 }, (_, round) => round);
    for (const round of rounds) {
      await Promise.all([
        left.put(`q${round % 5}`, { text: `left ${round}` }),
        right.put(`q${round % 4}`, { text: `right ${round}` }),
      ]);
    }
    expect((await left.flush()).isComplete && (await right.flush()).isComplete).toBe(true);
    const sequences = [...left.snapshot().answers.values(), ...right.snapshot().answers.values()];
    for (const { questionId, sequence } of sequences) {
      expect(exam.room.stored.get(questionId)?.sequence).toBeGreaterThanOrEqual(sequence);
    }
    expect(exam.room.conflicts).toEqual([]);
  });

  it('takes over, at hand-in, what another tab left behind', async () => {
    const name = freshName();
    await using exam = await setUp();
    using outbox = exam.open({ storage: indexedDb(name) });
    await outbox.ready;
    await indexedDb(name).append('a1', 'q9', { text: 'left behind' }, 0);
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(exam.room.stored.get('q9')).toMatchObject({ answer: { text: 'left behind' } });
  });

  it('forgets an attempt that has been handed in', async () => {
    const name = freshName();
    await using exam = await setUp();
    exam.room.line = 'CUT';
    using outbox = exam.open({ storage: indexedDb(name) });
    await outbox.put('q1', { text: 'x' });
    await outbox.forget();
    expect(await indexedDb(name).list('a1')).toEqual([]);
  });

  it('still sends when the device cannot keep anything', async () => {
    const full = { ...memory(), append: () => Promise.reject(new Error('disk full')) };
    await using exam = await setUp({ storage: full });
    using outbox = exam.open();
    await outbox.put('q1', { text: 'x' });
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(outbox.snapshot().isDurable).toBe(false);
    expect(exam.room.stored.get('q1')).toMatchObject({ sequence: 1 });
  });
});

describe('answer outbox and the session', () => {
  it('waits through an ended session and goes on after signing in again', async () => {
    await using exam = await setUp();
    exam.school.hasSession = true;
    const lectern = exam.school.lectern();
    exam.room.needsToken = true;
    using outbox = exam.open({ lectern, retry: { baseMs: 60_000, maxMs: 60_000 } });
    await outbox.put('q1', { text: 'x' });
    await waitFor('patience', () => outbox.snapshot().counts.onDevice === 1);
    await lectern.signIn('a@example.com', 'right');
    await waitFor('the receipt', () => outbox.snapshot().counts.saved === 1);
  });
});
