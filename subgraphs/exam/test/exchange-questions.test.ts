import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createExam, examPaper, publishExam } from './_operations.ts';
import { admin, instructor, learner, otherInstructor, proctor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

const importQuestions = /* GraphQL */ `
  mutation ($input: ImportQuestionsInput!) {
    importQuestions(input: $input) {
      import {
        isDryRun format rowCount goodRowCount addedCount encoding delimiter columns { name readAs }
        problemCount problems { row field code message } problemsCsv preview { row kind prompt choices answer }
      }
    }
  }
`;
const exportQuestions = /* GraphQL */ `
  mutation ($input: ExportQuestionsInput!) {
    exportQuestions(input: $input) {
      export { fileName mediaType contentBase64 questionCount problems { row field code message } }
    }
  }
`;
const bank = /* GraphQL */ `
  query ($courseId: ID!, $filter: BankFilter) {
    questionBank(courseId: $courseId, filter: $filter, first: 100) {
      totalCount edges { node { tags difficulty question { kind prompt pointsMax } } }
    }
  }
`;

const base64 = (file: string | Uint8Array) => Buffer.from(file).toString('base64');
const run = async (input: object) =>
  (await exam.ask(instructor, importQuestions, { input: { isDryRun: false, ...input } })).importQuestions.import;
const written = async (input: object) =>
  (await exam.ask(instructor, exportQuestions, { input })).exportQuestions.export;
const promptsOf = async (examId: string) =>
  (await exam.ask(instructor, examPaper, { examId })).examPaper.questions.map(
    ({ prompt }: { prompt: string }) => prompt,
  );
const auditOf = async (action: string, place: { examId?: string; courseId?: string }) => {
  const { rows } = await exam.db.query(
    `select course_id, exam_id, actor, detail from exam.audit_log
      where action = $1 and (exam_id = $2 or ($2::uuid is null and exam_id is null and course_id = $3)) order by id`,
    [action, place.examId ?? null, place.courseId ?? null],
  );
  return rows;
};

async function draft(title = 'New', courseId = 'course-1'): Promise<string> {
  const { createExam: made } = await exam.ask(courseId === 'course-1' ? instructor : admin, createExam, {
    input: { courseId, title },
  });
  return made.exam.id;
}

/** One question of every kind. */
const everyKind = `kind,prompt,choice_a,choice_b,choice_c,match_a,match_b,match_c,answer,points,tags,difficulty,feedback
single,Which is *red*?,Apple,Sky,,,,,A,1,fruit,1,An apple.
multiple,Which are round?,Sun,Moon,Box,,,,"A,B",2,shapes | fruit,2,
true/false,The Sun is a star.,,,,,,,TRUE,1,,,
numeric,What is $g$?,,,,,,,9.81,1,physics,3,
text,Capital of Norway?,,,,,,,Oslo | Kristiania,1,,,
matching,Match.,Oslo,Rome,,Norway,Italy,Spain,,3,,,
ordering,Smallest first.,1,2,3,,,,,1,,,
essay,Write about it.,,,,,,,,5,essays,5,
`;
const gift = '::One:: Which is red? {=Apple ~Sky}\n\nThis { never closes\n\nThe Sun is a star.{T}\n';

describe('a file of another format', () => {
  it('is recognised, reported block by block, and applied whole or not at all', async () => {
    const examId = await draft();
    const trial = await run({ examId, contentBase64: base64(gift), isDryRun: true });
    expect(trial).toMatchObject({ format: 'GIFT', rowCount: 3, goodRowCount: 2, addedCount: 0, delimiter: null });
    expect(trial.problems).toMatchObject([{ row: 2, field: null, code: 'SYNTAX_NOT_VALID' }]);
    expect(trial.problemsCsv).toBe(
      `row,field,code,message\r\n2,,SYNTAX_NOT_VALID,The block that begins in line 3 is not GIFT: it cannot be read from line 3 on.\r\n`,
    );
    expect(await run({ examId, contentBase64: base64(gift) })).toMatchObject({ addedCount: 0 });
    expect(await promptsOf(examId)).toEqual([]);
    expect(await run({ examId, contentBase64: base64(gift), leavesOutBadRows: true })).toMatchObject({ addedCount: 2 });
    expect(await promptsOf(examId)).toEqual(['Which is red?', 'The Sun is a star.']);
    expect(await auditOf('QUESTIONS_IMPORTED', { examId })).toEqual([
      { course_id: 'course-1', exam_id: examId, actor: 'instructor', detail: { format: 'GIFT', questionCount: 2 } },
    ]);
  });

  it('may be named, and columns mapped', async () => {
    const examId = await draft();
    const columns = [
      { name: 'Soal', readAs: 'prompt' },
      { name: 'Kunci', readAs: 'answer' },
      { name: 'Catatan', readAs: null },
    ];
    const contentBase64 = base64('Soal;Kunci;Catatan\nSo?;TRUE;x\n');
    const report = await run({ examId, contentBase64, columns, isDryRun: true });
    expect(report).toMatchObject({ format: 'CSV', delimiter: ';', goodRowCount: 1, columns });
    const named = await run({ examId, contentBase64, format: 'AIKEN', isDryRun: true });
    expect(named).toMatchObject({ format: 'AIKEN', goodRowCount: 0, columns: [] });
  });

  it.each([
    ['a bomb of entities', '<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', 'IMPORT_XML_REFUSED'],
    ['XML that asks nothing', '<html/>', 'IMPORT_FORMAT_UNKNOWN'],
    ['an archive of nothing', Buffer.from('PK\u0003\u0004 and so on'), 'IMPORT_ARCHIVE_NOT_VALID'],
    ['too many rows', `prompt,answer\n${'Q?,TRUE\n'.repeat(10_001)}`, 'IMPORT_ROWS_TOO_MANY'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 0, 0, 0, 5]), 'IMPORT_FILE_NOT_TEXT'],
  ])('%s is refused', async (_name, file, code) => {
    const input = { courseId: 'course-1', contentBase64: base64(file), isDryRun: true };
    expect(await exam.refused(instructor, importQuestions, { input })).toMatchObject({ code });
  });
});

describe('the bank of a course', () => {
  it('takes questions of every kind with their tags, and gives them out again, by tag', async () => {
    const courseId = 'course-1';
    const report = await run({ courseId, contentBase64: base64(everyKind), tags: ['imported', 'fruit'] });
    expect(report).toMatchObject({ problemCount: 0, rowCount: 8, addedCount: 8, problemsCsv: '' });
    const { questionBank } = await exam.ask(instructor, bank, { courseId, filter: { tags: ['shapes'] } });
    expect(questionBank.edges.map(({ node }: { node: unknown }) => node)).toEqual([
      {
        tags: ['fruit', 'imported', 'shapes'],
        difficulty: 2,
        question: { kind: 'MULTIPLE_CHOICE', prompt: 'Which are round?', pointsMax: 2 },
      },
    ]);
    const one = await written({ courseId, tags: ['shapes'], format: 'GIFT' });
    expect(one).toMatchObject({
      fileName: 'question-bank.gift',
      mediaType: 'text/plain',
      questionCount: 1,
      problems: [],
    });
    expect(Buffer.from(one.contentBase64, 'base64').toString()).toContain('[tag:shapes] [tag:difficulty:2]');
    const all = await written({ courseId, tags: ['imported'], format: 'GIFT' });
    expect(all.questionCount).toBe(7);
    expect(all.problems).toMatchObject([{ row: 7, field: 'kind', code: 'KIND_NOT_HELD' }]);
    expect(await auditOf('QUESTIONS_IMPORTED', { courseId })).toEqual([
      { course_id: courseId, exam_id: null, actor: 'instructor', detail: { format: 'CSV', questionCount: 8 } },
    ]);
    expect(await auditOf('QUESTIONS_EXPORTED', { courseId })).toHaveLength(2);
  });

  it('takes a file whole or not at all', async () => {
    const count = async () => (await exam.ask(instructor, bank, { courseId: 'course-1' })).questionBank.totalCount;
    const before = await count();
    const contentBase64 = base64(gift);
    expect(await run({ courseId: 'course-1', contentBase64 })).toMatchObject({ addedCount: 0, problemCount: 1 });
    expect(await run({ courseId: 'course-1', contentBase64, isDryRun: true, leavesOutBadRows: true })).toMatchObject({
      addedCount: 0,
    });
    expect(await count()).toBe(before);
    expect(await run({ courseId: 'course-1', contentBase64, leavesOutBadRows: true })).toMatchObject({ addedCount: 2 });
    expect(await count()).toBe(before + 2);
  });

  it('takes at most 5000 questions from a file', async () => {
    const rows = Array.from({ length: 5_001 }, (_, index) => `Is ${index} a number?,TRUE`);
    const input = {
      courseId: 'course-1',
      contentBase64: base64(`prompt,answer\n${rows.join('\n')}\n`),
      isDryRun: false,
    };
    expect(await exam.refused(instructor, importQuestions, { input })).toMatchObject({
      code: 'IMPORT_QUESTIONS_TOO_MANY',
    });
  });
});

describe('a bank of more than a file may hold', () => {
  it('is exported by tag alone', async () => {
    await exam.db.query(
      `with added as (
         insert into exam.bank_question (id, course_id, kind, tags, created_by)
         select gen_random_uuid(), 'course-3', 'TRUE_FALSE', case when n <= 10 then '{few}'::text[] else '{}' end, 'admin'
           from generate_series(1, 5001) as n returning id
       )
       insert into exam.bank_question_version (question_id, version, kind, prompt, points_max, content, created_by)
       select id, 1, 'TRUE_FALSE', 'So?', 1, '{"isTrue": true}', 'admin' from added`,
    );
    const input = { courseId: 'course-3', format: 'CSV' };
    expect(await exam.refused(admin, exportQuestions, { input })).toMatchObject({ code: 'EXPORT_QUESTIONS_TOO_MANY' });
    const { exportQuestions: few } = await exam.ask(admin, exportQuestions, { input: { ...input, tags: ['few'] } });
    expect(few.export.questionCount).toBe(10);
  });
});

describe('an exam that is exported', () => {
  it.each(['CSV', 'MOODLE_XML', 'QTI'])('as %s imports to the same questions', async (format) => {
    const from = await draft(`Geografi: ${format} / 1`);
    await run({ examId: from, contentBase64: base64(everyKind) });
    const file = await written({ examId: from, format });
    expect(file).toMatchObject({ questionCount: 8, problems: [] });
    expect(file.fileName).toMatch(/^Geografi-(CSV|MOODLE-XML|QTI)-1\.(csv|xml|zip)$/);
    const to = await draft();
    const report = await run({ examId: to, contentBase64: file.contentBase64, fileName: file.fileName });
    expect(report).toMatchObject({ format, addedCount: 8, problemCount: 0 });
    const contents = async (examId: string) => {
      const { rows } = await exam.db.query(
        'select kind, prompt, points_max, content from exam.question where exam_id = $1 order by position',
        [examId],
      );
      return rows.map(({ content, ...row }) => ({ ...row, content: withoutIds(content) }));
    };
    expect(await contents(to)).toEqual(await contents(from));
    expect(await auditOf('QUESTIONS_EXPORTED', { examId: from })).toMatchObject([
      { detail: { format, questionCount: 8 } },
    ]);
  });

  it('may be published: learners sit it, and teachers still have its file', async () => {
    const examId = await draft();
    await run({ examId, contentBase64: base64('prompt,answer\nSo?,TRUE\n') });
    const times = { opensAt: new Date(Date.now() - 60_000), closesAt: new Date(Date.now() + 3_600_000) };
    await exam.ask(instructor, 'mutation ($input: UpdateExamInput!) { updateExam(input: $input) { exam { id } } }', {
      input: { examId, ...times },
    });
    await exam.ask(instructor, publishExam, { examId });
    expect(await written({ examId, format: 'AIKEN' })).toMatchObject({
      questionCount: 0,
      problems: [{ row: 1, code: 'KIND_NOT_HELD' }],
    });
    const input = { examId, contentBase64: base64(gift), isDryRun: true };
    expect(await exam.refused(instructor, importQuestions, { input })).toMatchObject({ code: 'EXAM_NOT_A_DRAFT' });
  });
});

/** Ids are new at every import; a target is what it says. */
function withoutIds(content: {
  readonly targets?: readonly { readonly id: string; readonly text: string }[];
}): unknown {
  const texts = new Map((content.targets ?? []).map(({ id, text }) => [id, text]));
  return JSON.parse(
    JSON.stringify(content, (key, value: unknown) => {
      if (key === 'id') return undefined;
      return key === 'targetId' && typeof value === 'string' ? texts.get(value) : value;
    }),
  );
}

describe('who may import and export, and what must be named', () => {
  const people = { nobody: undefined, learner, proctor, otherInstructor, admin };
  const file = base64('prompt,answer\nSo?,TRUE\n');
  it.each([
    ['nobody', 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
    ['learner', 'FORBIDDEN', 'EXAM_NOT_FOUND'],
    ['proctor', 'FORBIDDEN', 'EXAM_NOT_FOUND'],
    ['otherInstructor', 'FORBIDDEN', 'EXAM_NOT_FOUND'],
  ] as const)('%s: of a bank %s, of a draft %s', async (name, ofBank, ofDraft) => {
    const examId = await draft();
    const code = async (query: string, input: object) => (await exam.refused(people[name], query, { input })).code;
    const trial = { contentBase64: file, isDryRun: true };
    expect(await code(importQuestions, { courseId: 'course-1', ...trial })).toBe(ofBank);
    expect(await code(importQuestions, { examId, ...trial })).toBe(ofDraft);
    expect(await code(exportQuestions, { courseId: 'course-1', format: 'CSV' })).toBe(ofBank);
    expect(await code(exportQuestions, { examId, format: 'CSV' })).toBe(ofDraft);
  });

  it('an admin may, in every course', async () => {
    const input = { courseId: 'course-2', contentBase64: file, isDryRun: false };
    const { importQuestions: done } = await exam.ask(admin, importQuestions, { input });
    expect(done.import.addedCount).toBe(1);
    const { exportQuestions: out } = await exam.ask(admin, exportQuestions, {
      input: { courseId: 'course-2', format: 'GIFT' },
    });
    expect(out.export.questionCount).toBe(1);
  });

  const nowhere = '00000000-0000-4000-8000-000000000000';
  it.each([
    ['neither exam nor course', {}, { code: 'BAD_INPUT', field: 'examId' }],
    ['both', { examId: nowhere, courseId: 'course-1' }, { code: 'BAD_INPUT', field: 'courseId' }],
    ['an exam that is not there', { examId: nowhere }, { code: 'EXAM_NOT_FOUND' }],
    ['an exam by no id', { examId: 'x' }, { code: 'EXAM_NOT_FOUND' }],
    ['a course that is not there', { courseId: 'nowhere' }, { code: 'COURSE_NOT_FOUND' }],
  ])('%s', async (_name, place, expected) => {
    const trial = { contentBase64: file, isDryRun: true, ...place };
    expect(await exam.refused(instructor, importQuestions, { input: trial })).toMatchObject(expected);
    expect(await exam.refused(instructor, exportQuestions, { input: { format: 'CSV', ...place } })).toMatchObject(
      expected,
    );
  });

  it.each([
    ['a tag that is too long', ['x'.repeat(61)]],
    ['an empty tag', [' ']],
    ['too many tags', Array.from({ length: 21 }, (_, index) => `tag ${index}`)],
  ])('%s is refused in both', async (_name, tags) => {
    const place = { courseId: 'course-1', tags };
    const refusal = { code: 'BAD_INPUT', field: 'tags' };
    expect(
      await exam.refused(instructor, importQuestions, { input: { ...place, contentBase64: file, isDryRun: true } }),
    ).toMatchObject(refusal);
    expect(await exam.refused(instructor, exportQuestions, { input: { ...place, format: 'CSV' } })).toMatchObject(
      refusal,
    );
  });
});

describe('keys of imported and exported questions', () => {
  it('are in no line of the log', async () => {
    const secret = 'zanzibar';
    const examId = await draft();
    const text = `prompt,answer\nWhere?,${secret}\nAnd?,\n`;
    await run({ examId, contentBase64: base64(text), leavesOutBadRows: true });
    await written({ examId, format: 'CSV' });
    const rows = await auditOf('QUESTIONS_IMPORTED', { examId });
    expect([...exam.logLines, JSON.stringify(rows)].join('\n')).not.toContain(secret);
    expect(exam.logLines.join('\n')).toContain('questions imported');
  });
});
