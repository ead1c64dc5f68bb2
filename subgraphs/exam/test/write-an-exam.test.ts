import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addQuestion,
  closeExam,
  createExam,
  examPaper,
  makeDraft,
  makePublished,
  publishExam,
  registerForExam,
  updateExam,
} from './_operations.ts';
import { instructor, learner, startTestExam, type TestExam } from './_util.ts';

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function paperOf(examId: string) {
  return (await exam.ask(instructor, examPaper, { examId })).examPaper;
}
const prompts = (paper: { questions: { prompt: string; position: number }[] }) =>
  paper.questions.map(({ prompt, position }) => `${position} ${prompt}`);

describe('questions of a draft', () => {
  it('are added, moved, replaced and removed, and stay numbered from 1', async () => {
    const { createExam: made } = await exam.ask(instructor, createExam, {
      input: { courseId: 'course-1', title: 'New' },
    });
    const examId: string = made.exam.id;
    const add = async (prompt: string) =>
      (
        await exam.ask(instructor, addQuestion, {
          input: { examId, question: { kind: 'TRUE_FALSE', prompt, isTrue: true } },
        })
      ).addQuestion.question.id;
    const ids = [await add('a'), await add('b'), await add('c'), await add('d')];
    const move = async (id: string, position: number) =>
      (
        await exam.ask(
          instructor,
          'mutation ($input: MoveQuestionInput!) { moveQuestion(input: $input) { paper { questions { prompt position } } } }',
          { input: { questionId: id, position } },
        )
      ).moveQuestion.paper;
    expect(prompts(await move(ids[3], 1))).toEqual(['1 d', '2 a', '3 b', '4 c']);
    expect(prompts(await move(ids[3], 3))).toEqual(['1 a', '2 b', '3 d', '4 c']);
    expect(prompts(await move(ids[3], 3))).toEqual(['1 a', '2 b', '3 d', '4 c']);
    for (const position of [0, 5]) {
      const refusal = await exam.refused(
        instructor,
        'mutation ($input: MoveQuestionInput!) { moveQuestion(input: $input) { paper { examId } } }',
        { input: { questionId: ids[0], position } },
      );
      expect(refusal).toMatchObject({ code: 'BAD_INPUT', field: 'position' });
    }
    const remove =
      'mutation ($id: ID!) { removeQuestion(input: { questionId: $id }) { paper { questions { prompt position } } } }';
    const { removeQuestion: removed } = await exam.ask(instructor, remove, { id: ids[1] });
    expect(prompts(removed.paper)).toEqual(['1 a', '2 d', '3 c']);
    const question = { kind: 'NUMERIC', prompt: 'e', number: 1.5, tolerance: 0.5, unit: 'kg', pointsMax: 2.5 };
    await exam.ask(
      instructor,
      'mutation ($input: UpdateQuestionInput!) { updateQuestion(input: $input) { question { id } } }',
      { input: { questionId: ids[3], question } },
    );
    expect((await paperOf(examId)).questions[1]).toMatchObject({ ...question, id: ids[3], position: 2, isTrue: null });
    const totals = await exam.ask(instructor, 'query ($id: ID!) { exam(id: $id) { questionCount pointsMax } }', {
      id: examId,
    });
    expect(totals.exam).toEqual({ questionCount: 3, pointsMax: 4.5 });
  });

  it('added by many at once have places of their own', async () => {
    const { examId } = await makeDraft(exam);
    const question = { kind: 'TRUE_FALSE', prompt: 'at once', isTrue: true };
    await Promise.all(
      Array.from({ length: 8 }, () => exam.ask(instructor, addQuestion, { input: { examId, question } })),
    );
    const { questions } = await paperOf(examId);
    expect(questions.map(({ position }: { position: number }) => position)).toEqual(
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
  });
});

describe('publishing', () => {
  it('says all that stands in the way', async () => {
    const { createExam: made } = await exam.ask(instructor, createExam, {
      input: { courseId: 'course-1', title: 'New' },
    });
    const examId = made.exam.id;
    const codes = (obstacles: { code: string }[]) => obstacles.map(({ code }) => code);
    expect(codes((await paperOf(examId)).publishObstacles)).toEqual(['NO_WINDOW', 'NO_QUESTIONS']);
    const refusal = await exam.refused(instructor, publishExam, { examId });
    expect(refusal).toMatchObject({
      code: 'EXAM_NOT_PUBLISHABLE',
      obstacles: [{ code: 'NO_WINDOW' }, { code: 'NO_QUESTIONS' }],
    });
  });

  it('raced against changes of its questions gives a paper that is what was published', async () => {
    const { examId } = await makeDraft(exam);
    const question = { kind: 'TRUE_FALSE', prompt: 'late', isTrue: true };
    const [, ...added] = await Promise.allSettled([
      exam.ask(instructor, publishExam, { examId }),
      ...Array.from({ length: 5 }, () => exam.ask(instructor, addQuestion, { input: { examId, question } })),
    ]);
    const count = 5 + added.filter(({ status }) => status === 'fulfilled').length;
    const { rows } = await exam.db.query(
      'select question_count as count, jsonb_array_length(questions) as length from exam.paper where exam_id = $1',
      [examId],
    );
    expect(rows).toEqual([{ count, length: count }]);
    expect((await paperOf(examId)).questions).toHaveLength(count);
  });

  it('happens once', async () => {
    const { examId } = await makePublished(exam);
    expect(await exam.refused(instructor, publishExam, { examId })).toMatchObject({ code: 'EXAM_ALREADY_PUBLISHED' });
    await exam.ask(instructor, closeExam, { examId });
    expect(await exam.refused(instructor, publishExam, { examId })).toMatchObject({ code: 'EXAM_CLOSED' });
    const draft = await makeDraft(exam);
    expect(await exam.refused(instructor, closeExam, { examId: draft.examId })).toMatchObject({
      code: 'EXAM_NOT_PUBLISHED',
    });
  });
});

describe('a published exam', () => {
  it.each([
    ['its title', { title: 'Renamed' }, null],
    ['the visibility of results', { resultVisibility: 'PARTICIPANTS' }, null],
    ['a later end', { closesAt: inHours(5) }, null],
    ['the same time limit', { timeLimitSeconds: 1_800 }, null],
    ['an earlier end', { closesAt: inHours(1) }, 'closesAt'],
    ['another beginning', { opensAt: inHours(-2) }, 'opensAt'],
    ['no window', { opensAt: null }, 'opensAt'],
    ['another time limit', { timeLimitSeconds: 600 }, 'timeLimitSeconds'],
    ['another pass mark', { passMarkPercent: 10 }, 'passMarkPercent'],
  ])('takes %s or refuses it by the field', async (_name, change, field) => {
    const { examId } = await makePublished(exam);
    const input = { examId, ...change };
    if (field === null) await exam.ask(instructor, updateExam, { input });
    else
      expect(await exam.refused(instructor, updateExam, { input })).toMatchObject({
        code: 'EXAM_CHANGE_REFUSED',
        field,
      });
  });
});

describe('lists', () => {
  it('of the viewer’s exams come in pages by opening time, without gaps or repeats', async () => {
    const made: string[] = [];
    for (const hours of [3, 1, 2]) {
      const window = { opensAt: inHours(hours), closesAt: inHours(hours + 1) };
      const { examId } = await makePublished(exam, window, []);
      await exam.ask(learner, registerForExam, { examId });
      made.push(examId);
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const {
        myExams: page,
      }: {
        myExams: {
          totalCount: number;
          edges: { node: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await exam.ask(
        learner,
        'query ($after: String) { myExams(first: 2, after: $after) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      seen.push(...page.edges.map(({ node }) => node.id));
      expect(page.totalCount).toBeGreaterThanOrEqual(3);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => made.includes(id))).toEqual([made[1], made[2], made[0]]);
  });
});
