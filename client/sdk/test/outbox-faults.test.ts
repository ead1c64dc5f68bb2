import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type AnswerOutboxOptions, type AnswerStorage, createAnswerOutbox, indexedDb, memory } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { openExamRoom } from './_exam-room.ts';
import { openSchool } from './_school.ts';

const retry = { baseMs: 5, maxMs: 20 };
const hour = { baseMs: 3_600_000, maxMs: 3_600_000 };

async function setUp(options: Partial<AnswerOutboxOptions> = {}) {
  const room = openExamRoom();
  const school = await openSchool({ SaveAnswer: room.saveAnswer });
  const storage = options.storage ?? memory();
  const open = (more: Partial<AnswerOutboxOptions> = {}) =>
    createAnswerOutbox({ lectern: school.lectern(), attemptId: 'a1', storage, retry, ...options, ...more });
  return { room, school, storage, open, [Symbol.asyncDispose]: () => school[Symbol.asyncDispose]() };
}

const saved = (outbox: { snapshot(): { counts: { saved: number } } }, count: number) =>
  waitFor(`${count} receipts`, () => outbox.snapshot().counts.saved === count);

describe('answer outbox and the verdicts of the exam', () => {
  it.each(['ATTEMPT_DEADLINE_PASSED', 'ATTEMPT_ENDED', 'ATTEMPT_NOT_FOUND', 'QUESTION_NOT_IN_ATTEMPT'])(
    '%s: shows the answer as refused with its code, and does not send it again',
    async (code) => {
      await using exam = await setUp();
      using outbox = exam.open();
      exam.room.refusal = code;
      await outbox.put('q1', { text: 'too late' });
      const outcome = await outbox.flush();
      expect(outcome).toMatchObject({ isComplete: false, unsaved: [{ status: 'refused', code, questionId: 'q1' }] });
      expect((await outbox.flush()).isComplete).toBe(false);
      expect(exam.room.received).toHaveLength(1);
      expect(await exam.storage.list('a1')).toMatchObject([{ answer: { text: 'too late' }, refusedCode: code }]);
    },
  );

  it('sends a question anew that is answered again after a refusal', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.refusal = 'ANSWER_DOES_NOT_FIT';
    await outbox.put('q1', { text: 'no number' });
    await waitFor('the refusal', () => outbox.snapshot().counts.refused === 1);
    exam.room.refusal = null;
    await outbox.put('q1', { number: 4 });
    expect(await outbox.flush()).toEqual({ isComplete: true, unsaved: [] });
    expect(outbox.snapshot().answers.get('q1')).toMatchObject({ status: 'saved', code: null });
  });

  it('keeps an answer that a gateway of another version turns away at its door', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.school.knowsDocuments = false;
    await outbox.put('q1', { text: 'x' });
    await waitFor('patience', () => outbox.snapshot().counts.onDevice === 1);
    exam.school.knowsDocuments = true;
    await saved(outbox, 1);
  });
});

describe('answer outbox and a server in trouble', () => {
  it('leaves an overloaded server alone for as long as it asks, whatever happens meanwhile', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.refusal = 'OVERLOADED';
    exam.room.refusalFacts = { retryAfterMs: 400 };
    await outbox.put('q1', { text: 'x' });
    await waitFor('the refusal', () => outbox.snapshot().counts.onDevice === 1);
    const askedAt = performance.now();
    exam.room.refusal = null;
    await outbox.put('q2', { text: 'y' });
    expect((await outbox.flush()).isComplete).toBe(true);
    expect(performance.now() - askedAt).toBeGreaterThan(350);
    expect(exam.room.received.map(({ questionId }) => questionId)).toEqual(['q1', 'q1', 'q2']);
  });

  it('is not held up by questions that the server fails at again and again', async () => {
    await using exam = await setUp({ concurrency: 2, retry: hour });
    using outbox = exam.open();
    exam.room.refusal = 'INTERNAL_SERVER_ERROR';
    exam.room.refuses = (questionId) => questionId.startsWith('bad');
    for (const questionId of ['bad1', 'bad2', 'bad3', 'good1', 'good2']) await outbox.put(questionId, { text: 'x' });
    await saved(outbox, 2);
    expect(outbox.snapshot().counts).toMatchObject({ saved: 2, onDevice: 3 });
  });

  it('does not call an answer saved for a receipt of an older one', async () => {
    await using exam = await setUp();
    using outbox = exam.open({ storedAnswers: [{ sequence: 6 }] });
    exam.room.stale = 6;
    await outbox.put('q1', { text: 'seventh' });
    await waitFor('two arrivals', () => exam.room.received.length >= 2);
    expect(outbox.snapshot().answers.get('q1')).toMatchObject({ sequence: 7, savedAt: null });
    expect(outbox.snapshot().counts.saved).toBe(0);
    expect(await exam.storage.list('a1')).toHaveLength(1);
    exam.room.stale = null;
    await saved(outbox, 1);
  });

  it('says that the server holds a newer answer when its receipt is of a higher sequence', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    exam.room.stale = 9;
    await outbox.put('q1', { text: 'first' });
    await saved(outbox, 1);
    expect(outbox.snapshot().answers.get('q1')).toMatchObject({ status: 'saved', isSuperseded: true });
    exam.room.stale = null;
    await outbox.put('q1', { text: 'again' });
    expect(outbox.snapshot().answers.get('q1')?.sequence).toBe(10);
  });
});

describe('answer outbox and a device in trouble', () => {
  /** A storage whose next `append` waits for the answer's call. */
  function slowStorage(): { storage: AnswerStorage; release: () => void; waiting: () => boolean } {
    const inner = memory();
    const { promise, resolve } = Promise.withResolvers<void>();
    let isWaiting = false;
    const storage: AnswerStorage = {
      ...inner,
      async append(...given) {
        if (given[1] === 'slow') {
          isWaiting = true;
          await promise;
        }
        return inner.append(...given);
      },
    };
    return { storage, release: resolve, waiting: () => isWaiting };
  }

  it('loses no answer that is just being kept when the line breaks', async () => {
    const { storage, release, waiting } = slowStorage();
    await using exam = await setUp({ storage });
    using outbox = exam.open();
    const answered = exam.room.hold();
    await outbox.put('q1', { text: 'x' });
    await waitFor('the first on its way', () => exam.room.received.length === 1);
    const kept = outbox.put('slow', { text: 'y' });
    await waitFor('the second being kept', waiting);
    exam.room.line = 'RECEIPTS_LOST';
    answered();
    await waitFor('the break', () => outbox.snapshot().answers.get('q1')?.status === 'onDevice');
    release();
    await kept;
    exam.room.line = 'GOOD';
    await saved(outbox, 2);
    expect(exam.room.stored.get('slow')).toMatchObject({ answer: { text: 'y' } });
  });

  it('sends all the same when the storage never answers', async () => {
    const never = <Result>() => new Promise<Result>(() => {});
    const storage: AnswerStorage = {
      ...{ isDurable: never<boolean>, list: never<[]>, append: never<never> },
      ...{ settle: never<void>, refuse: never<void>, forget: never<void> },
    };
    await using exam = await setUp({ storage });
    using outbox = exam.open();
    await Promise.all([outbox.put('q1', { text: 'x' }), outbox.put('q2', { text: 'y' })]);
    await saved(outbox, 2);
    expect(outbox.snapshot().isDurable).toBe(false);
    expect(exam.room.conflicts).toEqual([]);
  });

  it('goes on when a listener of the app throws, and reports it', async () => {
    await using exam = await setUp();
    using outbox = exam.open();
    const reported: unknown[] = [];
    Reflect.set(globalThis, 'reportError', (error: unknown) => reported.push(error));
    const heard: number[] = [];
    const stop = outbox.subscribe(() => {
      throw new Error('of the app');
    });
    outbox.subscribe(() => heard.push(outbox.snapshot().counts.saved));
    await outbox.put('q1', { text: 'x' });
    expect((await outbox.flush()).isComplete).toBe(true);
    stop();
    Reflect.deleteProperty(globalThis, 'reportError');
    expect(heard.at(-1)).toBe(1);
    expect(reported[0]).toMatchObject({ message: 'of the app' });
  });

  it('numbers on above everything given out before, also after all of it was saved and the page loaded again', async () => {
    const name = `answers-${randomUUID()}`;
    await using exam = await setUp();
    {
      using before = exam.open({ storage: indexedDb(name) });
      for (const text of ['a', 'b', 'c']) await before.put('q1', { text });
      await before.flush();
    }
    using after = exam.open({ storage: indexedDb(name), storedAnswers: [] });
    await after.put('q2', { text: 'd' });
    expect(after.snapshot().answers.get('q2')?.sequence).toBe(4);
    expect((await after.flush()).isComplete).toBe(true);
  });
});
