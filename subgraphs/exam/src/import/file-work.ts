import { Worker } from 'node:worker_threads';
import { LecternError } from '@lectern/errors';
import type { WrittenFile } from '../export/write-file.ts';
import type { LearnerFile } from '../registration/read-learner-file.ts';
import type { FileTask, FileTaskResult } from './file-worker.ts';
import type { QuestionFormat } from './format.ts';
import { importErrors } from './import.errors.ts';
import type { ExchangedQuestion } from './item.ts';
import type { FileToRead, ReadFile } from './read-file.ts';

/**
 * Reads and writes files beside the process that takes answers: in a thread of its own, with bounds of
 * time and memory, so that no file, however it is made, holds up those who sit an exam.
 */
export type FileWork = {
  read(file: FileToRead): Promise<ReadFile>;
  readLearners(bytes: Uint8Array): Promise<LearnerFile>;
  write(format: QuestionFormat, questions: readonly ExchangedQuestion[]): Promise<WrittenFile>;
};

export type FileWorkBounds = {
  readonly threadsMax: number;
  readonly waitingMax: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
};

/** The time is that of a whole operation at the gateway: nobody waits longer for the answer. */
const usualBounds: FileWorkBounds = { threadsMax: 2, waitingMax: 20, timeoutMs: 30_000, memoryMb: 512 };
const retryAfterMs = 5_000;

export function createFileWork(bounds: FileWorkBounds = usualBounds): FileWork {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function run(task: FileTask): Promise<FileTaskResult> {
    if (running >= bounds.threadsMax) {
      if (waiting.length >= bounds.waitingMax) throw importErrors.make('IMPORT_BUSY', { facts: { retryAfterMs } });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await runInThread(task, bounds);
    } finally {
      // The place goes to the next who waits, so that nobody overtakes.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    async read(file) {
      const result = await run({ kind: 'READ', file });
      if (result.kind === 'READ') return result.read;
      throw errorOf(result);
    },
    async readLearners(bytes) {
      const result = await run({ kind: 'READ_LEARNERS', bytes });
      if (result.kind === 'READ_LEARNERS') return result.file;
      throw errorOf(result);
    },
    async write(format, questions) {
      const result = await run({ kind: 'WRITE', format, questions });
      if (result.kind === 'WRITTEN') return result.file;
      throw errorOf(result);
    },
  };
}

function runInThread(task: FileTask, { timeoutMs, memoryMb }: FileWorkBounds): Promise<FileTaskResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./file-worker.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const fail = (error: unknown) => {
      clearTimeout(timer);
      void worker.terminate();
      reject(error);
    };
    const timer = setTimeout(() => fail(importErrors.make('IMPORT_FILE_TOO_HEAVY')), timeoutMs);
    worker.once('message', (result: FileTaskResult) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(result);
    });
    worker.once('error', (error) => fail(isOutOfMemory(error) ? importErrors.make('IMPORT_FILE_TOO_HEAVY') : error));
    worker.once('exit', () => fail(new Error('the thread that reads files ended without an answer')));
  });
}

function isOutOfMemory(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** Errors lose their class between threads; the code says which it was. */
function errorOf(result: FileTaskResult): Error {
  if (result.kind !== 'REFUSED') return new Error('the thread that reads files gave another answer');
  const { code, category, message } = result;
  return new LecternError(code, category, message);
}
