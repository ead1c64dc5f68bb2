import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Receipt } from '../check/facts.ts';

export type ReceiptFile = Disposable & { write(receipt: Receipt): void; flush(): void };

const flushAt = 64 * 1024;

/** The files of one process, by exam. */
export type ReceiptFiles = { of(examId: string): ReceiptFile; flush(): void };

export function openReceiptFiles(folder: string, name: string): ReceiptFiles {
  const files = new Map<string, ReceiptFile>();
  return {
    of(examId) {
      const file = files.get(examId) ?? openReceiptFile(receiptPath(folder, name, examId));
      files.set(examId, file);
      return file;
    },
    flush() {
      for (const file of files.values()) file.flush();
    },
  };
}

function receiptPath(folder: string, name: string, examId: string): string {
  return join(folder, `receipts.${name}.${examId}.jsonl`);
}

/** The receipts for one exam, of all processes. */
export function listReceiptFiles(folder: string, examId: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.startsWith('receipts.') && file.endsWith(`.${examId}.jsonl`))
    .map((file) => join(folder, file));
}

/** Receipts, a line each. They are on the disk's way when `flush` returns; a load process flushes after every order. */
export function openReceiptFile(path: string): ReceiptFile {
  const file = openSync(path, 'a');
  let text = '';
  const flush = () => {
    if (text !== '') writeSync(file, text);
    text = '';
  };
  return {
    write(receipt) {
      text += `${JSON.stringify(receipt)}\n`;
      if (text.length > flushAt) flush();
    },
    flush,
    [Symbol.dispose]() {
      flush();
      closeSync(file);
    },
  };
}
