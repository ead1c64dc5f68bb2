import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCategory, LecternError } from '@lectern/errors';
import { type WrittenFile, writeFile } from '../export/write-file.ts';
import { type LearnerFile, readLearnerFile } from '../registration/read-learner-file.ts';
import type { QuestionFormat } from './format.ts';
import type { ExchangedQuestion } from './item.ts';
import { type FileToRead, type ReadFile, readFile } from './read-file.ts';

/** What a thread is started for, and what it answers before it ends. */
export type FileTask =
  | { readonly kind: 'READ'; readonly file: FileToRead }
  | { readonly kind: 'READ_LEARNERS'; readonly bytes: Uint8Array }
  | { readonly kind: 'WRITE'; readonly format: QuestionFormat; readonly questions: readonly ExchangedQuestion[] };
export type FileTaskResult =
  | { readonly kind: 'READ'; readonly read: ReadFile }
  | { readonly kind: 'READ_LEARNERS'; readonly file: LearnerFile }
  | { readonly kind: 'WRITTEN'; readonly file: WrittenFile }
  | { readonly kind: 'REFUSED'; readonly code: string; readonly category: ErrorCategory; readonly message: string };

/** Like `newChoiceId`, without what comes along with it: a third of the time that a thread takes to start. */
const newItemId = () => randomUUID().slice(-12);

function work(task: FileTask): FileTaskResult {
  try {
    if (task.kind === 'READ') return { kind: 'READ', read: readFile(task.file, newItemId) };
    if (task.kind === 'READ_LEARNERS') return { kind: 'READ_LEARNERS', file: readLearnerFile(task.bytes) };
    return { kind: 'WRITTEN', file: writeFile(task.format, task.questions) };
  } catch (error) {
    if (!(error instanceof LecternError)) throw error;
    return { kind: 'REFUSED', code: error.code, category: error.category, message: error.message };
  }
}

parentPort?.postMessage(work(workerData));
