import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createExam, examPaper, importQuestions } from './_operations.ts';
import { instructor, startTestExam, type TestExam } from './_util.ts';

const folder = process.env['LECTERN_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const files = ['opentriviaqa-geography.csv', 'opentriviaqa-science-technology.csv'];
const isThere = files.every((file) => existsSync(join(folder, file)));
const describeIfThere = isThere ? describe : describe.skip;

/** Cells of a CSV text, by a scan of its own: one character at a time, quotes doubled inside quotes. */
function scan(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === ',' || character === '\n') {
      row.push(cell);
      cell = '';
      if (character === '\n') {
        rows.push(row);
        row = [];
      }
    } else if (character !== '\r') cell += character;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** The rows whose choices repeat or whose cells hold a replacement character, found without the importer. */
function badRows(rows: readonly string[][]): number[] {
  return rows.slice(1).flatMap((cells, index) => {
    const choices = cells.slice(1, -1).filter((cell) => cell !== '');
    const isBad = new Set(choices).size < choices.length || cells.some((cell) => cell.includes('\uFFFD'));
    return isBad ? [index + 2] : [];
  });
}

describeIfThere('the real question files', () => {
  let exam: TestExam;
  beforeAll(async () => {
    exam = await startTestExam();
  });
  afterAll(async () => exam[Symbol.asyncDispose]());

  it.each(files)('%s is imported whole, but for exactly the rows that are bad', async (file) => {
    const bytes = readFileSync(join(folder, file));
    const rows = scan(bytes.toString('utf8'));
    const expected = badRows(rows);
    expect(expected.length).toBeGreaterThan(0);
    const { createExam: made } = await exam.ask(instructor, createExam, {
      input: { courseId: 'course-1', title: file },
    });
    const input = { examId: made.exam.id, contentBase64: bytes.toString('base64'), fileName: file };
    const run = async (options: object) =>
      (await exam.ask(instructor, importQuestions, { input: { ...input, ...options } })).importQuestions.import;

    const trial = await run({ isDryRun: true });
    expect(trial.problems.map(({ row }: { row: number }) => row)).toEqual(expected);
    expect(await run({ isDryRun: false })).toMatchObject({ addedCount: 0 });
    const goodRowCount = rows.length - 1 - expected.length;
    expect(await run({ isDryRun: false, leavesOutBadRows: true })).toMatchObject({
      goodRowCount,
      addedCount: goodRowCount,
    });

    const { examPaper: paper } = await exam.ask(instructor, examPaper, { examId: made.exam.id });
    const good = rows.slice(1).filter((_, index) => !expected.includes(index + 2));
    expect(paper.questions).toHaveLength(good.length);
    for (const [index, cells] of good.entries()) {
      const { prompt, choices, isTrue, kind } = paper.questions[index];
      expect(prompt).toBe(cells[0]?.trim());
      const answer = cells.at(-1)?.charCodeAt(0) ?? 0;
      const right = cells[answer - 'A'.charCodeAt(0) + 1]?.trim();
      if (kind === 'TRUE_FALSE') expect(String(isTrue)).toBe(right?.toLowerCase());
      else expect(choices.find((choice: { isRight: boolean }) => choice.isRight).text).toBe(right);
    }
  });
});

if (!isThere) {
  describe('the real question files', () => {
    it.skip(`are not in ${folder}`, () => undefined);
  });
}
