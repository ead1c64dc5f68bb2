import type { Lectern } from '@lectern/sdk';
import { listReceiptFiles } from '../load/receipt-file.ts';
import type { Findings } from './facts.ts';
import { findFaults } from './find-faults.ts';
import { readBoard, readSettledBoard } from './read-board.ts';
import { readFacts } from './read-facts.ts';

export type ExamToCheck = {
  readonly databaseUrl: string;
  readonly teacher: Lectern;
  readonly examId: string;
  readonly receiptFolder: string;
};

/** Everything that is wrong with one exam when its load has ended. */
export async function checkExam({ databaseUrl, teacher, examId, receiptFolder }: ExamToCheck): Promise<Findings> {
  const receiptFiles = listReceiptFiles(receiptFolder, examId);
  const facts = await readFacts({ databaseUrl, examId, receiptFiles });
  const board = await readSettledBoard(() => readBoard(teacher, examId), facts);
  return findFaults({ ...facts, board });
}
