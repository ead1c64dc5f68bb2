import { describe, expect, it } from '@jest/globals';
import { type AnswerWriterOptions, createAnswerWriter } from './answer-writer.ts';
import { type AnswerOutcome, type AnswerToWrite, answerKey } from './write-answers.ts';

const answer = (question: number, sequence = 1, text = 'x'): AnswerToWrite => ({
  attemptId: 'a',
  questionId: String(question),
  learnerId: 'l',
  sequence,
  response: { text },
  points: 0,
});

const storedAll = (answers: readonly AnswerToWrite[]) =>
  new Map(
    answers.map((one): [string, AnswerOutcome] => [
      answerKey(one),
      { kind: 'STORED', storedSequence: one.sequence, savedAt: new Date(0), remainingSeconds: 1 },
    ]),
  );

/** A writer whose statements the test lets through one by one. */
function createHeldWriter(change: Partial<AnswerWriterOptions> = {}) {
  const batches: (readonly AnswerToWrite[])[] = [];
  const held: (() => void)[] = [];
  const settled: string[] = [];
  let wake = () => {};
  const writer = createAnswerWriter({
    write: async (answers) => {
      batches.push(answers);
      const { promise, resolve } = Promise.withResolvers<void>();
      held.push(resolve);
      wake();
      await promise;
      return storedAll(answers);
    },
    writers: 1,
    queueMax: 100,
    batchMax: 10,
    events: {
      answersFlushed: () => undefined,
      answersSettled: ({ outcome, count }) => void settled.push(...Array(count).fill(outcome)),
      answerFlushFailed: () => undefined,
    },
    clock: { now: () => 0 },
    ...change,
  });
  return {
    writer,
    batches,
    settled,
    async release() {
      while (held.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      held.shift()?.();
    },
  };
}

const sqlError = (code: string) => Object.assign(new Error('refused'), { severity: 'ERROR', code });

describe('the answer writer', () => {
  it('gathers what arrives while a statement runs into the next one', async () => {
    const { writer, batches, release } = createHeldWriter();
    const first = writer.save(answer(0));
    await new Promise(setImmediate);
    const others = Array.from({ length: 25 }, (_, index) => writer.save(answer(index + 1)));
    for (let times = 0; times < 4; times += 1) await release();
    await Promise.all([first, ...others]);
    expect(batches.map(({ length }) => length)).toEqual([1, 10, 10, 5]);
  });

  it('refuses at once when too many wait, and says when to come back', async () => {
    const { writer, release, settled } = createHeldWriter({ queueMax: 3 });
    const first = writer.save(answer(0));
    await new Promise(setImmediate);
    const waiting = [1, 2, 3].map((question) => writer.save(answer(question)));
    const refusal = await writer.save(answer(4)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'OVERLOADED', facts: { retryAfterMs: expect.any(Number) } });
    expect(writer.depth()).toBe(3);
    await release();
    await release();
    await Promise.all([first, ...waiting]);
    expect(settled.sort()).toEqual(['OVERLOADED', 'STORED', 'STORED', 'STORED', 'STORED']);
  });

  it('sends one answer per question, the newest, and answers all who sent one', async () => {
    const { writer, batches, release } = createHeldWriter();
    const saves = [2, 3, 1].map((sequence) => writer.save(answer(7, sequence)));
    await release();
    expect(batches[0]?.map(({ sequence }) => sequence)).toEqual([3]);
    for (const outcome of await Promise.all(saves)) expect(outcome).toMatchObject({ storedSequence: 3 });
  });

  it('tells everyone of a statement that failed', async () => {
    const { writer, settled } = createHeldWriter({ write: () => Promise.reject(new Error('gone')) });
    const saves = await Promise.allSettled([1, 2].map((question) => writer.save(answer(question))));
    for (const save of saves) expect(save).toMatchObject({ reason: { code: 'ANSWER_NOT_SAVED' } });
    expect(settled).toEqual(['ANSWER_NOT_SAVED', 'ANSWER_NOT_SAVED']);
  });

  it('lets one answer that PostgreSQL cannot take cost nobody else theirs', async () => {
    const { writer } = createHeldWriter({
      write: async (answers) => {
        if (answers.some(({ response }) => JSON.stringify(response).includes('poison'))) throw sqlError('22P05');
        return storedAll(answers);
      },
    });
    const texts = ['x', 'x', 'poison', 'x', 'x', 'x', 'x'];
    const saves = await Promise.allSettled(texts.map((text, index) => writer.save(answer(index, 1, text))));
    expect(saves.map(({ status }) => status)).toEqual(texts.map((text) => (text === 'x' ? 'fulfilled' : 'rejected')));
  });

  it('tries again after a deadlock', async () => {
    let runs = 0;
    const { writer } = createHeldWriter({
      write: async (answers) => {
        runs += 1;
        if (runs === 1) throw sqlError('40P01');
        return storedAll(answers);
      },
    });
    await expect(writer.save(answer(1))).resolves.toMatchObject({ kind: 'STORED' });
  });

  it('writes what waits before it is disposed, and takes no more', async () => {
    const { writer, release, batches } = createHeldWriter({ batchMax: 2 });
    const saves = [1, 2, 3].map((question) => writer.save(answer(question)));
    const disposed = writer[Symbol.asyncDispose]();
    await expect(writer.save(answer(4))).rejects.toMatchObject({ code: 'OVERLOADED' });
    await release();
    await release();
    await disposed;
    expect(await Promise.all(saves)).toHaveLength(3);
    expect(batches.map(({ length }) => length)).toEqual([2, 1]);
  });
});
