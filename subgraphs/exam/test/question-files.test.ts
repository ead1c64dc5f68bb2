import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differences } from '../src/export/comparable.ts';
import { writeFile } from '../src/export/write-file.ts';
import { heldKinds, type QuestionFormat } from '../src/import/format.ts';
import { checkedItem, type ExchangedQuestion } from '../src/import/item.ts';
import { readFile } from '../src/import/read-file.ts';
import { anyQuestion, anyText, formats, plainText } from './_questions.ts';

let ids = 0;
const newId = () => `id-${ids++}`;
const allKinds = [...heldKinds.CSV];
const readBack = (bytes: Uint8Array, format: QuestionFormat | null) =>
  readFile({ bytes, fileName: '', format, columns: [] }, newId);

describe.each(formats)('%s', (format) => {
  it('brings back every question that it says it holds, whatever its texts', () => {
    fc.assert(
      fc.property(fc.array(anyQuestion(allKinds, anyText), { minLength: 1, maxLength: 4 }), (questions) => {
        const { bytes, problems, questionCount } = writeFile(format, questions);
        const details = problems.filter(({ code }) => code === 'DETAIL_NOT_HELD');
        const leftOut = new Set(problems.filter(({ code }) => code !== 'DETAIL_NOT_HELD').map(({ row }) => row));
        const inFile = questions.flatMap((question, index) =>
          leftOut.has(index + 1) ? [] : [{ question, row: index + 1 }],
        );
        expect(inFile).toHaveLength(questionCount);
        if (questionCount === 0) return;
        const read = readBack(bytes, format);
        expect(read.problems).toEqual([]);
        expect(read.questions).toHaveLength(questionCount);
        for (const [index, { question, row }] of inFile.entries()) {
          const back = read.questions[index];
          const told = details.filter((one) => one.row === row).map(({ field }) => field);
          expect(back && differences(question, back).filter((field) => !told.includes(field))).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('holds whole what people write, of every kind that it says it holds', () => {
    const question = anyQuestion([...heldKinds[format]], plainText).map((one) => heldBy(format, one));
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 4 }), (questions) => {
        const { bytes, problems } = writeFile(format, questions);
        expect(problems).toEqual([]);
        const read = readBack(bytes, format);
        expect(read.questions.map((back, index) => questions[index] && differences(questions[index], back))).toEqual(
          questions.map(() => []),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('is recognised without being named', () => {
    const question = anyQuestion([...heldKinds[format]], plainText).map((one) => heldBy(format, one));
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 3 }), (questions) => {
        expect(readBack(writeFile(format, questions).bytes, null).format).toBe(format);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a file that was damaged on its way', () => {
  /** What becomes of files: cut off, a piece lost or doubled, bytes changed. */
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    length: fc.integer({ min: 1, max: 40 }),
    how: fc.constantFrom('cut off', 'lost', 'doubled', 'changed'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  });

  it.each(formats)('as %s is read or refused with a code, and never believed where it is broken', (format) => {
    const question = anyQuestion([...heldKinds[format]], plainText).map((one) => heldBy(format, one));
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 3 }), damage, (questions, how) => {
        const bytes = damaged(writeFile(format, questions).bytes, how);
        for (const named of [format, null]) {
          try {
            const read = readBack(bytes, named);
            for (const one of read.questions) expect(checkedItem(one, []).problems).toEqual([]);
            for (const { code, message } of read.problems) expect([code, message]).not.toContain('');
          } catch (error) {
            expect(error).toMatchObject({ code: expect.stringMatching(/^IMPORT_/) });
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  type Damage = { readonly at: number; readonly length: number; readonly how: string; readonly bytes: Uint8Array };

  function damaged(bytes: Uint8Array, { at, length, how, bytes: other }: Damage): Uint8Array {
    const from = Math.floor(at * bytes.length);
    const [before, piece, after] = [
      bytes.subarray(0, from),
      bytes.subarray(from, from + length),
      bytes.subarray(from + length),
    ];
    if (how === 'cut off') return before;
    if (how === 'lost') return Buffer.concat([before, after]);
    return Buffer.concat(how === 'doubled' ? [before, piece, piece, after] : [before, other, after]);
  }
});

/** Aiken has no place for anything but the question and its choices. */
function heldBy(format: QuestionFormat, question: ExchangedQuestion): ExchangedQuestion {
  if (format !== 'AIKEN') return question;
  return { draft: { ...question.draft, pointsMax: 1, feedback: null }, tags: [], difficulty: null };
}
