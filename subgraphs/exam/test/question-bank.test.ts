import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Authoring, authoring, bankQuery, tagsQuery, trueFalse, versionsQuery } from './_authoring.ts';
import { addQuestion, publishExam } from './_operations.ts';
import { admin, instructor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
let author: Authoring;
beforeAll(async () => {
  exam = await startTestExam();
  author = authoring(exam);
});
afterAll(async () => exam[Symbol.asyncDispose]());

// Courses exist by their names; only course-1 is taught by the instructor, so other banks are looked at by an admin.
let courseCount = 0;
async function newBank(...questions: readonly [prompt: string, labels?: object][]) {
  courseCount += 1;
  const courseId = `course-bank-${courseCount}`;
  const ids: string[] = [];
  for (const [prompt, labels] of questions) {
    const input = { courseId, question: trueFalse(prompt), ...labels };
    const mutation =
      'mutation ($input: AddBankQuestionInput!) { addBankQuestion(input: $input) { bankQuestion { id } } }';
    ids.push((await exam.ask(admin, mutation, { input })).addBankQuestion.bankQuestion.id);
  }
  return { courseId, ids };
}
async function list(courseId: string, filter: object = {}, page: object = {}) {
  const { questionBank } = await exam.ask(admin, bankQuery, { courseId, filter, ...page });
  const prompts: string[] = questionBank.edges.map(
    ({ node }: { node: { question: { prompt: string } } }) => node.question.prompt,
  );
  return { ...questionBank, prompts };
}

describe('the bank of a course', () => {
  it('takes a question with its labels, and gives it back as its author wrote it', async () => {
    const question = { ...trueFalse('Is it?'), pointsMax: 2.5, feedback: 'It is.' };
    const labels = { tags: [' logic ', 'easy', 'logic'], difficulty: 2 };
    const { bankQuestion } = await author.run('addBankQuestion', { courseId: 'course-1', question, ...labels });
    expect(bankQuestion).toMatchObject({
      ...{ courseId: 'course-1', version: 1, tags: ['easy', 'logic'], difficulty: 2, isArchived: false, examCount: 0 },
      question: {
        id: bankQuestion.id,
        position: 0,
        prompt: 'Is it?',
        pointsMax: 2.5,
        isTrue: true,
        newerBankVersion: null,
      },
    });
  });

  it('makes a new version only when the question itself changes', async () => {
    const id = await author.bank('First');
    const update = async (input: object) => (await author.run('updateBankQuestion', { id, ...input })).bankQuestion;
    expect(await update({ tags: ['a'], difficulty: 5 })).toMatchObject({ version: 1, tags: ['a'], difficulty: 5 });
    expect(await update({ question: trueFalse('First') })).toMatchObject({ version: 1, tags: ['a'] });
    expect(await update({ question: trueFalse('Second') })).toMatchObject({
      version: 2,
      question: { prompt: 'Second' },
    });
    expect(await update({ difficulty: null })).toMatchObject({ version: 2, difficulty: null, tags: ['a'] });
    const { bankQuestionVersions } = await exam.ask(instructor, versionsQuery, { id });
    expect(bankQuestionVersions).toMatchObject([
      { id, prompt: 'Second', bankVersion: 2, newerBankVersion: null },
      { id, prompt: 'First', bankVersion: 1, newerBankVersion: 2 },
    ]);
  });

  it('has versions that nobody can change, not even in the database', async () => {
    const id = await author.bank('For good');
    for (const statement of [
      'update exam.bank_question_version set prompt = $2',
      'delete from exam.bank_question_version',
    ]) {
      const params = statement.includes('$2') ? [id, 'x'] : [id];
      await expect(exam.db.query(`${statement} where question_id = $1`, params)).rejects.toThrow('never changed');
    }
  });

  it('numbers versions one after another when many write at once', async () => {
    const id = await author.bank('Raced');
    await Promise.all(
      Array.from({ length: 6 }, (_, n) => author.run('updateBankQuestion', { id, question: trueFalse(`Raced ${n}`) })),
    );
    const { bankQuestionVersions } = await exam.ask(instructor, versionsQuery, { id });
    expect(bankQuestionVersions.map(({ bankVersion }: { bankVersion: number }) => bankVersion)).toEqual([
      7, 6, 5, 4, 3, 2, 1,
    ]);
  });

  it('lists by tags, kind, text and archive', async () => {
    const { courseId, ids } = await newBank(
      ['50% of it', { tags: ['a', 'b'] }],
      ['Half of IT', { tags: ['a'] }],
      ['Nothing_of it', { tags: ['b', 'a'] }],
    );
    await exam.ask(
      admin,
      'mutation ($id: ID!) { archiveBankQuestion(input: { id: $id, isArchived: true }) { bankQuestion { id } } }',
      { id: ids[1] },
    );
    const number = { kind: 'NUMERIC', prompt: 'How many?', number: 3 };
    await exam.ask(
      admin,
      'mutation ($input: AddBankQuestionInput!) { addBankQuestion(input: $input) { bankQuestion { id } } }',
      { input: { courseId, question: number, tags: ['a'] } },
    );
    expect((await list(courseId)).prompts).toEqual(['How many?', 'Nothing_of it', '50% of it']);
    expect((await list(courseId, { tags: ['a', 'b'] })).prompts).toEqual(['Nothing_of it', '50% of it']);
    expect((await list(courseId, { kind: 'NUMERIC' })).prompts).toEqual(['How many?']);
    expect((await list(courseId, { search: ' OF ' })).prompts).toEqual(['Nothing_of it', '50% of it']);
    expect((await list(courseId, { search: '50%' })).prompts).toEqual(['50% of it']);
    expect((await list(courseId, { search: '_o' })).prompts).toEqual(['Nothing_of it']);
    expect((await list(courseId, { search: '\\' })).prompts).toEqual([]);
    expect((await list(courseId, { isArchived: true })).prompts).toEqual(['Half of IT']);
    expect(await list(courseId, { tags: ['a'], search: 'of' })).toMatchObject({ totalCount: 2 });
    const { bankTags } = await exam.ask(admin, tagsQuery, { courseId });
    expect(bankTags).toEqual([
      { name: 'a', questionCount: 3 },
      { name: 'b', questionCount: 2 },
    ]);
  });

  it('comes in pages, latest change first, without gaps or repeats', async () => {
    const { courseId, ids } = await newBank(...[...'abcdefg'].map((prompt): [string] => [prompt]));
    await exam.ask(
      admin,
      'mutation ($id: ID!) { updateBankQuestion(input: { id: $id, tags: ["x"] }) { bankQuestion { id } } }',
      { id: ids[2] },
    );
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { prompts: string[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = await list(
        courseId,
        {},
        { first: 2, after },
      );
      seen.push(...page.prompts);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen.join('')).toBe('cgfedba');
    expect(await exam.refused(admin, bankQuery, { courseId, after: 'nonsense' })).toMatchObject({ code: 'BAD_CURSOR' });
    expect(await exam.refused(admin, bankQuery, { courseId, first: 101 })).toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });
});

describe('questions taken from the bank', () => {
  it('stand in the draft in the order given, once, with where they came from', async () => {
    const examId = await author.draft();
    const [one, two] = [await author.bank('one'), await author.bank('two')];
    await author.run('takeFromBank', { examId, bankQuestionIds: [two, one, two] });
    const { paper } = await author.run('takeFromBank', { examId, bankQuestionIds: [one.toUpperCase()] });
    expect(paper.questions).toMatchObject([
      { prompt: 'two', position: 1, bankQuestionId: two, bankVersion: 1 },
      { prompt: 'one', position: 2, bankQuestionId: one, bankVersion: 1 },
    ]);
  });

  it('keep their version while the bank goes on, until they are refreshed', async () => {
    const examId = await author.draft();
    const id = await author.bank('old');
    const { paper } = await author.run('takeFromBank', { examId, bankQuestionIds: [id] });
    const questionId = paper.questions[0].id;
    await author.run('updateBankQuestion', { id, question: trueFalse('new', { pointsMax: 3 }) });
    expect((await author.paper(examId)).questions).toMatchObject([
      { prompt: 'old', bankVersion: 1, newerBankVersion: 2 },
    ]);
    const { question } = await author.run('refreshFromBank', { questionId });
    expect(question).toMatchObject({
      id: questionId,
      prompt: 'new',
      pointsMax: 3,
      bankVersion: 2,
      newerBankVersion: null,
    });
  });

  it('keep points that the exam’s author has given them', async () => {
    const examId = await author.draft();
    const id = await author.bank('old');
    const { paper } = await author.run('takeFromBank', { examId, bankQuestionIds: [id] });
    const questionId = paper.questions[0].id;
    const { question: edited } = await author.run('updateQuestion', {
      questionId,
      question: trueFalse('old', { pointsMax: 7 }),
    });
    expect(edited).toMatchObject({ bankQuestionId: id, bankVersion: 1 });
    await author.run('updateBankQuestion', { id, question: trueFalse('new', { pointsMax: 3 }) });
    const { question } = await author.run('refreshFromBank', { questionId });
    expect(question).toMatchObject({ prompt: 'new', pointsMax: 7, bankVersion: 2 });
  });

  it('count as one exam each, drafts and published papers alike', async () => {
    const id = await author.bank('used', { tags: ['counted'] });
    const drawn = await author.draft();
    await author.run('addDraw', { examId: drawn, tags: ['counted'], questionCount: 1 });
    const count = async () => {
      const { questionBank } = await exam.ask(instructor, bankQuery, {
        courseId: 'course-1',
        filter: { tags: ['counted'] },
      });
      return questionBank.edges[0].node.examCount;
    };
    expect(await count()).toBe(0);
    await author.run('takeFromBank', { examId: await author.draft(), bankQuestionIds: [id] });
    expect(await count()).toBe(1);
    await exam.ask(instructor, publishExam, { examId: drawn });
    expect(await count()).toBe(2);
  });
});

describe('questions of an exam', () => {
  it('are added to the bank once, with tags, and are linked to it', async () => {
    const examId = await author.draft();
    for (const prompt of ['x', 'y', 'z'])
      await exam.ask(instructor, addQuestion, { input: { examId, question: trueFalse(prompt) } });
    const [first] = (await author.paper(examId)).questions;
    const some = await author.run('addToBank', { examId, questionIds: [first.id], tags: ['from-exam'] });
    expect(some.addedCount).toBe(1);
    const rest = await author.run('addToBank', { examId, tags: ['from-exam'] });
    expect(rest.addedCount).toBe(2);
    expect(rest.paper.questions.every(({ bankVersion }: { bankVersion: number }) => bankVersion === 1)).toBe(true);
    expect((await author.run('addToBank', { examId })).addedCount).toBe(0);
    expect((await list('course-1', { tags: ['from-exam'] })).prompts.toSorted()).toEqual(['x', 'y', 'z']);
  });

  it('are added by several at once, each of them once', async () => {
    const examId = await author.draft();
    for (const prompt of ['p', 'q'])
      await exam.ask(instructor, addQuestion, { input: { examId, question: trueFalse(prompt) } });
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => author.run('addToBank', { examId, tags: ['raced'] })),
    );
    expect(counts.map(({ addedCount }) => addedCount).toSorted()).toEqual([0, 0, 0, 2]);
    expect((await list('course-1', { tags: ['raced'] })).totalCount).toBe(2);
  });
});
