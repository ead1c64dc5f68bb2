import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymous, type Viewer } from '@lectern/request-signing';
import {
  type Authoring,
  authoring,
  bankQuery,
  type Operation,
  operations,
  paperQuery,
  previewQuery,
  tagsQuery,
  trueFalse,
  versionsQuery,
} from './_authoring.ts';
import { closeExam, publishExam } from './_operations.ts';
import { pictures } from './_pictures.ts';
import { admin, instructor, learner, otherInstructor, proctor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
let author: Authoring;
beforeAll(async () => {
  exam = await startTestExam();
  author = authoring(exam);
});
afterAll(async () => exam[Symbol.asyncDispose]());

/** Everything an author can name, in one exam that can be published. */
type Made = { examId: string; sectionId: string; drawId: string; questionId: string; bankId: string; takenId: string };
async function make(): Promise<Made> {
  const examId = await author.draft();
  const tags = [`tag-${examId}`];
  const [bankId] = [await author.bank('bank', { tags }), await author.bank('other', { tags })];
  const { paper } = await author.run('addSection', { examId, title: 'Section' });
  const sectionId = paper.sections[0].id;
  const { question } = await author.run('addQuestion', { examId, question: trueFalse('own'), sectionId });
  const taken = await author.run('takeFromBank', { examId, bankQuestionIds: [bankId], sectionId });
  const drawn = await author.run('addDraw', { examId, tags, questionCount: 1 });
  const takenId = taken.paper.questions[1].id;
  return { examId, sectionId, drawId: drawn.paper.draws[0].id, questionId: question.id, bankId, takenId };
}

const courseId = 'course-1';
const contentBase64 = pictures.png.toString('base64');
/** What is given to each operation, so that it is right but for who asks, and when. */
const inputs: Record<Operation, (made: Made) => object> = {
  addSection: ({ examId }) => ({ examId, title: 'New' }),
  updateSection: ({ sectionId }) => ({ sectionId, title: 'New' }),
  removeSection: ({ sectionId }) => ({ sectionId }),
  moveSection: ({ sectionId }) => ({ sectionId, position: 1 }),
  addDraw: ({ examId }) => ({ examId, tags: ['a'], questionCount: 1 }),
  updateDraw: ({ drawId }) => ({ drawId, questionCount: 1 }),
  removeDraw: ({ drawId }) => ({ drawId }),
  addQuestion: ({ examId, sectionId }) => ({ examId, sectionId, question: trueFalse('?') }),
  updateQuestion: ({ questionId }) => ({ questionId, question: trueFalse('?') }),
  moveQuestion: ({ questionId }) => ({ questionId, position: 1 }),
  removeQuestion: ({ questionId }) => ({ questionId }),
  takeFromBank: ({ examId, bankId }) => ({ examId, bankQuestionIds: [bankId] }),
  refreshFromBank: ({ takenId }) => ({ questionId: takenId }),
  addToBank: ({ examId }) => ({ examId, tags: ['a'] }),
  addBankQuestion: () => ({ courseId, question: trueFalse('?') }),
  updateBankQuestion: ({ bankId }) => ({ id: bankId, tags: ['a'] }),
  archiveBankQuestion: ({ bankId }) => ({ id: bankId, isArchived: true }),
  uploadIllustration: () => ({ courseId, contentBase64, alt: 'x' }),
};
const all = Object.keys(inputs) as Operation[];
const ofCourse: readonly Operation[] = ['addBankQuestion', 'uploadIllustration'];
const ofBank: readonly Operation[] = ['updateBankQuestion', 'archiveBankQuestion'];
const ofDrafts = all.filter((name) => ![...ofCourse, ...ofBank, 'addToBank'].includes(name));

describe('writing', () => {
  let made: Made;
  let published: Made;
  beforeAll(async () => {
    made = await make();
    published = await make();
    await exam.ask(instructor, publishExam, { examId: published.examId });
  });

  const strangers: readonly [string, Viewer][] = [
    ['a learner', learner],
    ['a proctor', proctor],
    ['an instructor of another course', otherInstructor],
  ];
  const refusals = all.flatMap((name) => strangers.map(([who, viewer]) => [name, who, viewer] as const));
  it.each(refusals)('%s is refused to %s', async (name, _who, viewer) => {
    const draft = ofBank.includes(name)
      ? 'BANK_QUESTION_NOT_FOUND'
      : ofCourse.includes(name)
        ? 'FORBIDDEN'
        : 'EXAM_NOT_FOUND';
    expect(await author.refused(name, inputs[name](made), viewer)).toMatchObject({ code: draft });
    // That a published exam is there is no secret.
    const later = draft === 'EXAM_NOT_FOUND' ? 'FORBIDDEN' : draft;
    expect(await author.refused(name, inputs[name](published), viewer)).toMatchObject({ code: later });
  });

  it.each(all)('%s is refused to who is not signed in', async (name) => {
    expect(await author.refused(name, inputs[name](made), anonymous)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each(all)('%s is allowed to an admin', async (name) => {
    const input = inputs[name](await make());
    expect((await exam.ask(admin, operations[name], { input }))[name]).toBeTruthy();
  });

  it.each(ofDrafts)('%s changes drafts alone', async (name) => {
    const expected = { code: 'EXAM_NOT_A_DRAFT' };
    expect(await author.refused(name, inputs[name](published))).toMatchObject(expected);
  });

  it('addToBank takes from published and closed exams, whose papers stay', async () => {
    const { examId } = await make();
    await exam.ask(instructor, publishExam, { examId });
    const paper = async () =>
      (await exam.db.query('select questions::text from exam.paper where exam_id = $1', [examId])).rows;
    const before = await paper();
    expect(await author.run('addToBank', { examId })).toMatchObject({ addedCount: 1 });
    await exam.ask(instructor, closeExam, { examId });
    expect(await author.run('addToBank', { examId })).toMatchObject({ addedCount: 0 });
    expect(await paper()).toEqual(before);
  });

  it('leaves no trace where it was refused', async () => {
    const before = await author.paper(made.examId);
    for (const name of ofDrafts) await author.refused(name, inputs[name](made), learner);
    expect(await author.paper(made.examId)).toEqual(before);
  });
});

describe('reading', () => {
  it.each<[string, string, (made: Made) => Record<string, unknown>, string]>([
    ['examPaper', paperQuery, ({ examId }) => ({ examId }), 'EXAM_NOT_FOUND'],
    ['examPreview', previewQuery, ({ examId }) => ({ examId }), 'EXAM_NOT_FOUND'],
    ['questionBank', bankQuery, () => ({ courseId }), 'FORBIDDEN'],
    ['bankTags', tagsQuery, () => ({ courseId }), 'FORBIDDEN'],
    ['bankQuestionVersions', versionsQuery, ({ bankId }) => ({ id: bankId }), 'BANK_QUESTION_NOT_FOUND'],
  ])('%s is for those who teach the course, and admins', async (name, query, variablesOf, code) => {
    const variables = variablesOf(await make());
    for (const viewer of [instructor, admin]) expect((await exam.ask(viewer, query, variables))[name]).toBeTruthy();
    for (const viewer of [learner, proctor, otherInstructor]) {
      expect(await exam.refused(viewer, query, variables)).toMatchObject({ code });
    }
    expect(await exam.refused(anonymous, query, variables)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('what is wrong is named', () => {
  const nobody = '0198c0de-0000-7000-8000-000000000000';
  const long = 'x'.repeat(201);
  it.each<[string, Operation, (made: Made) => object, object]>([
    ['an exam that is not there', 'addSection', () => ({ examId: nobody, title: 'x' }), { code: 'EXAM_NOT_FOUND' }],
    ['a section that is not there', 'updateSection', () => ({ sectionId: nobody }), { code: 'SECTION_NOT_FOUND' }],
    ['a section without an id', 'removeSection', () => ({ sectionId: 'x' }), { code: 'SECTION_NOT_FOUND' }],
    ['no title', 'addSection', ({ examId }) => ({ examId, title: ' ' }), { code: 'BAD_INPUT', field: 'title' }],
    [
      'a long title',
      'updateSection',
      ({ sectionId }) => ({ sectionId, title: long }),
      { code: 'BAD_INPUT', field: 'title' },
    ],
    [
      'long instructions',
      'updateSection',
      ({ sectionId }) => ({ sectionId, instructions: 'x'.repeat(20_001) }),
      { code: 'BAD_INPUT', field: 'instructions' },
    ],
    [
      'a place before the first',
      'moveSection',
      ({ sectionId }) => ({ sectionId, position: 0 }),
      { code: 'BAD_INPUT', field: 'position' },
    ],
    [
      'a place behind the last',
      'moveSection',
      ({ sectionId }) => ({ sectionId, position: 2 }),
      { code: 'BAD_INPUT', field: 'position' },
    ],
    [
      'a place behind the last question',
      'moveQuestion',
      ({ questionId }) => ({ questionId, position: 3 }),
      { code: 'BAD_INPUT', field: 'position' },
    ],
    [
      'an unknown section for a question',
      'moveQuestion',
      ({ questionId }) => ({ questionId, position: 1, sectionId: nobody }),
      { code: 'SECTION_NOT_FOUND' },
    ],
    [
      'an unknown section for a new question',
      'addQuestion',
      ({ examId }) => ({ examId, sectionId: 'x', question: trueFalse('?') }),
      { code: 'SECTION_NOT_FOUND' },
    ],
    [
      'an unknown section for a draw',
      'updateDraw',
      ({ drawId }) => ({ drawId, sectionId: nobody }),
      { code: 'SECTION_NOT_FOUND' },
    ],
    ['a draw that is not there', 'removeDraw', () => ({ drawId: nobody }), { code: 'DRAW_NOT_FOUND' }],
    ['a draw without an id', 'updateDraw', () => ({ drawId: 'x' }), { code: 'DRAW_NOT_FOUND' }],
    [
      'a draw without tags',
      'addDraw',
      ({ examId }) => ({ examId, tags: [], questionCount: 1 }),
      { code: 'BAD_INPUT', field: 'tags' },
    ],
    [
      'a draw of nothing',
      'updateDraw',
      ({ drawId }) => ({ drawId, questionCount: 0 }),
      { code: 'BAD_INPUT', field: 'questionCount' },
    ],
    [
      'a draw of too much',
      'updateDraw',
      ({ drawId }) => ({ drawId, questionCount: 501 }),
      { code: 'BAD_INPUT', field: 'questionCount' },
    ],
    [
      'a draw for no points',
      'updateDraw',
      ({ drawId }) => ({ drawId, pointsEach: 0 }),
      { code: 'BAD_INPUT', field: 'pointsEach' },
    ],
    [
      'a difficulty of 6',
      'updateDraw',
      ({ drawId }) => ({ drawId, difficultyMax: 6 }),
      { code: 'BAD_INPUT', field: 'difficultyMax' },
    ],
    [
      'a range the wrong way round',
      'updateDraw',
      ({ drawId }) => ({ drawId, difficultyMin: 4, difficultyMax: 2 }),
      { code: 'BAD_INPUT', field: 'difficultyMax' },
    ],
    [
      'an empty tag',
      'addBankQuestion',
      () => ({ courseId, question: trueFalse('?'), tags: [' '] }),
      { code: 'BAD_INPUT', field: 'tags' },
    ],
    [
      'a difficulty of 0',
      'updateBankQuestion',
      ({ bankId }) => ({ id: bankId, difficulty: 0 }),
      { code: 'BAD_INPUT', field: 'difficulty' },
    ],
    [
      'a question that asks nothing',
      'addBankQuestion',
      () => ({ courseId, question: trueFalse(' ') }),
      { code: 'QUESTION_NOT_VALID', field: 'prompt' },
    ],
    [
      'a course that is not there',
      'addBankQuestion',
      () => ({ courseId: 'nowhere', question: trueFalse('?') }),
      { code: 'COURSE_NOT_FOUND' },
    ],
    [
      'an unknown question of the bank',
      'archiveBankQuestion',
      () => ({ id: nobody, isArchived: true }),
      { code: 'BANK_QUESTION_NOT_FOUND' },
    ],
    [
      'an unknown question to take',
      'takeFromBank',
      ({ examId }) => ({ examId, bankQuestionIds: ['x'] }),
      { code: 'BANK_QUESTION_NOT_FOUND' },
    ],
    [
      'too many to take',
      'takeFromBank',
      ({ examId }) => ({ examId, bankQuestionIds: Array(201).fill('x') }),
      { code: 'BAD_INPUT', field: 'bankQuestionIds' },
    ],
    [
      'an unknown section to take into',
      'takeFromBank',
      ({ examId, bankId }) => ({ examId, bankQuestionIds: [bankId], sectionId: 'x' }),
      { code: 'SECTION_NOT_FOUND' },
    ],
    [
      'a question of another exam to add',
      'addToBank',
      ({ examId }) => ({ examId, questionIds: [nobody] }),
      { code: 'QUESTION_NOT_FOUND' },
    ],
    [
      'a question of no bank to refresh',
      'refreshFromBank',
      ({ questionId }) => ({ questionId }),
      { code: 'QUESTION_NOT_FROM_BANK' },
    ],
  ])('%s (%s)', async (_name, operation, inputOf, expected) => {
    expect(await author.refused(operation, inputOf(await make()))).toMatchObject(expected);
  });

  it('sections of another exam are none of this one’s', async () => {
    const [one, other] = [await make(), await make()];
    const input = { questionId: one.questionId, position: 1, sectionId: other.sectionId };
    expect(await author.refused('moveQuestion', input)).toMatchObject({ code: 'SECTION_NOT_FOUND' });
  });

  it('questions of another course, and those put away, are not taken', async () => {
    const { examId, bankId } = await make();
    await author.run('archiveBankQuestion', { id: bankId, isArchived: true });
    const input = { examId, bankQuestionIds: [bankId] };
    expect(await author.refused('takeFromBank', input)).toMatchObject({ code: 'BANK_QUESTION_ARCHIVED', id: bankId });
    await exam.db.query("update exam.bank_question set course_id = 'course-2' where id = $1", [bankId]);
    expect(await author.refused('takeFromBank', input)).toMatchObject({ code: 'BANK_QUESTION_NOT_FOUND', id: bankId });
  });

  it('searches that are too long are refused', async () => {
    const variables = { courseId, filter: { search: 'x'.repeat(201) } };
    expect(await exam.refused(instructor, bankQuery, variables)).toMatchObject({ code: 'BAD_INPUT', field: 'search' });
  });
});
