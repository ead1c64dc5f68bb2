import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { createExam, examPaper, importQuestions } from './_operations.ts';
import { instructor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function emptyDraft(): Promise<string> {
  const { createExam: made } = await exam.ask(instructor, createExam, {
    input: { courseId: 'course-1', title: 'New' },
  });
  return made.exam.id;
}

const base64 = (file: string | Uint8Array) => Buffer.from(file).toString('base64');
const questionCount = async (examId: string) =>
  (await exam.ask(instructor, examPaper, { examId })).examPaper.questions.length;

const header = 'prompt,choice_a,choice_b,choice_c,choice_d,answer';
const mixed = `${header}
Which is a fruit?,Apple,Stone,,,A
Which is a stone?,Apple,Apple,,,B
"Which is red,
and round?",Apple,Sky,Sea,Moon,A
Which is wet?,Sea,Sand,,,F
,Yes,No,,,A
Caf\u00C3\u00A9?,Yes,No,,,A
The Sun is a star.,True,False,,,A
`;
const badRows = [
  '3 choice_b CHOICE_REPEATED',
  '5 answer ANSWER_NOT_A_CHOICE',
  '6 prompt PROMPT_MISSING',
  '7 prompt ENCODING_DAMAGED',
];

describe('importing a file with bad rows', () => {
  const run = async (examId: string, options: object) => {
    const input = { examId, contentBase64: base64(mixed), isDryRun: false, ...options };
    return (await exam.ask(instructor, importQuestions, { input })).importQuestions.import;
  };

  it('as a trial changes nothing and reports every bad row', async () => {
    const examId = await emptyDraft();
    const report = await run(examId, { isDryRun: true });
    expect(report).toMatchObject({ isDryRun: true, rowCount: 7, goodRowCount: 3, addedCount: 0, problemCount: 4 });
    expect(report.problems.map((it: Record<string, unknown>) => `${it['row']} ${it['field']} ${it['code']}`)).toEqual(
      badRows,
    );
    expect(report.preview[1]).toEqual({
      row: 4,
      kind: 'SINGLE_CHOICE',
      prompt: 'Which is red,\nand round?',
      choices: ['Apple', 'Sky', 'Sea', 'Moon'],
      answer: 'A',
    });
    expect(await questionCount(examId)).toBe(0);
  });

  it('applies nothing, or the good rows when told to', async () => {
    const examId = await emptyDraft();
    expect(await run(examId, {})).toMatchObject({ addedCount: 0, problemCount: 4 });
    expect(await questionCount(examId)).toBe(0);
    expect(await run(examId, { leavesOutBadRows: true })).toMatchObject({ addedCount: 3, problemCount: 4 });
    const { examPaper: paper } = await exam.ask(instructor, examPaper, { examId });
    expect(paper.questions.map(({ kind, position }: { kind: string; position: number }) => [position, kind])).toEqual([
      [1, 'SINGLE_CHOICE'],
      [2, 'SINGLE_CHOICE'],
      [3, 'TRUE_FALSE'],
    ]);
  });
});

describe('the form of a file', () => {
  const text = `${header.replaceAll(',', ';')}\nOù est le “café” ?;Là-bas;Ici;;;B\n`;
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-16LE', iconv.encode(`\uFEFF${text}`, 'UTF-16LE')],
    ['windows-1252', iconv.encode(text, 'windows-1252')],
  ])('%s with semicolons is recognised', async (encoding, bytes) => {
    const examId = await emptyDraft();
    const input = { examId, contentBase64: base64(bytes), isDryRun: true };
    const { importQuestions: imported } = await exam.ask(instructor, importQuestions, { input });
    expect(imported.import).toMatchObject({ encoding, delimiter: ';', problemCount: 0, goodRowCount: 1 });
    expect(imported.import.preview[0].prompt).toBe('Où est le “café” ?');
  });

  it.each([
    ['not base64', '<html>', 'IMPORT_NOT_BASE64'],
    ['empty', '', 'IMPORT_FILE_EMPTY'],
    ['binary', base64(Uint8Array.from({ length: 500 }, (_, index) => index % 256)), 'IMPORT_FILE_NOT_TEXT'],
    ['more than 5 MB', base64(Buffer.alloc(5 * 1024 * 1024 + 1, 'a')), 'IMPORT_FILE_TOO_LARGE'],
  ])('%s is refused', async (_name, contentBase64, code) => {
    const input = { examId: await emptyDraft(), contentBase64, isDryRun: true };
    expect(await exam.refused(instructor, importQuestions, { input })).toMatchObject({ code });
  });

  it('of exactly 5 MB passes, and more questions than an exam may have are refused', async () => {
    const examId = await emptyDraft();
    const rows = Array.from({ length: 5_001 }, (_, index) => `Is ${index} a number?,TRUE`);
    const file = Buffer.alloc(5 * 1024 * 1024, ' ');
    file.write(`prompt,answer\n${rows.join('\n')}\n`);
    const input = { examId, contentBase64: base64(file), isDryRun: true };
    const { importQuestions: imported } = await exam.ask(instructor, importQuestions, { input });
    expect(imported.import).toMatchObject({ goodRowCount: 5_001, problemCount: 0 });
    expect(await exam.refused(instructor, importQuestions, { input: { ...input, isDryRun: false } })).toMatchObject({
      code: 'QUESTIONS_TOO_MANY',
    });
    expect(await questionCount(examId)).toBe(0);
  });

  it('shows at most 1000 problems and 20 questions, and counts them all', async () => {
    const lines = Array.from({ length: 1_200 }, (_, index) => `Q${index}?,${index < 1_100 ? '' : 'TRUE'}`);
    const input = {
      examId: await emptyDraft(),
      contentBase64: base64(`prompt,answer\n${lines.join('\n')}`),
      isDryRun: true,
    };
    const { importQuestions: imported } = await exam.ask(instructor, importQuestions, { input });
    const { problems, problemCount, preview, goodRowCount } = imported.import;
    expect([problems.length, problemCount, preview.length, goodRowCount]).toEqual([1_000, 1_100, 20, 100]);
  });
});
