import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { userViewer } from '@lectern/testing';
import { type Authoring, authoring, previewQuery, trueFalse } from './_authoring.ts';
import { publishExam, registerLearners, saveAnswer } from './_operations.ts';
import { instructor, learner, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
let author: Authoring;
let seed = 0;
const newSeed = () => {
  seed += 1;
  return seed;
};
beforeAll(async () => {
  exam = await startTestExam({}, { newSeed });
  author = authoring(exam);
});
afterAll(async () => exam[Symbol.asyncDispose]());

const start = /* GraphQL */ `
  mutation ($examId: ID!) {
    startAttempt(input: { examId: $examId }) {
      attempt { id sections { id title instructions } questions { __typename id position prompt pointsMax sectionId } }
    }
  }
`;
type Shown = { id: string; prompt: string; pointsMax: number; sectionId: string | null; position: number };

/** Two sections; one fixed question in the first, one of the bank and a draw of 2 of `poolSize` in the second. */
async function makeExam(poolSize: number) {
  const examId = await author.draft({ attemptsMax: 100 });
  const tag = `pool-${examId}`;
  const sections: string[] = [];
  for (const title of ['First', 'Second']) {
    const { paper } = await author.run('addSection', { examId, title, instructions: `About ${title}` });
    sections.push(paper.sections.at(-1).id);
  }
  await author.run('addQuestion', { examId, question: trueFalse('fixed', { pointsMax: 2 }), sectionId: sections[0] });
  const pool: string[] = [];
  for (let n = 0; n < poolSize; n += 1) pool.push(await author.bank(`pool ${n}`, { tags: [tag] }));
  await author.run('takeFromBank', { examId, bankQuestionIds: [pool[0]], sectionId: sections[1] });
  await author.run('addDraw', { examId, tags: [tag], questionCount: 2, pointsEach: 1.5, sectionId: sections[1] });
  return { examId, sections, pool, tag };
}
async function publish(examId: string, learnerIds: readonly string[] = ['learner']) {
  await exam.ask(instructor, publishExam, { examId });
  await exam.ask(instructor, registerLearners, { examId, learnerIds });
}
async function begin(examId: string, viewer = learner) {
  return (await exam.ask(viewer, start, { examId })).startAttempt.attempt as {
    id: string;
    sections: object[];
    questions: Shown[];
  };
}

describe('an exam with sections and draws', () => {
  it('gives each attempt its sections, fixed questions and drawn ones, worth the same to all', async () => {
    const { examId, sections } = await makeExam(5);
    const ids = Array.from({ length: 12 }, (_, n) => `drawn-${n}`);
    await publish(examId, ids);
    const seen = new Set<string>();
    for (const id of ids) {
      const attempt = await begin(examId, userViewer(id, 'LEARNER'));
      expect(attempt.sections).toEqual([
        { id: sections[0], title: 'First', instructions: 'About First' },
        { id: sections[1], title: 'Second', instructions: 'About Second' },
      ]);
      expect(attempt.questions.map(({ sectionId }) => sectionId)).toEqual([sections[0], ...Array(3).fill(sections[1])]);
      expect(attempt.questions.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
      expect(new Set(attempt.questions.map(({ prompt }) => prompt)).size).toBe(4);
      expect(attempt.questions.reduce((sum, { pointsMax }) => sum + pointsMax, 0)).toBe(6);
      seen.add(
        attempt.questions
          .map(({ prompt }) => prompt)
          .toSorted()
          .join(),
      );
    }
    expect(seen.size).toBeGreaterThan(3);
    const { exam: said } = await exam.ask(
      instructor,
      'query ($id: ID!) { exam(id: $id) { questionCount pointsMax } }',
      { id: examId },
    );
    expect(said).toEqual({ questionCount: 4, pointsMax: 6 });
    const { rows } = await exam.db.query(
      'select question_count, points_max, jsonb_array_length(questions) as held from exam.paper where exam_id = $1',
      [examId],
    );
    expect(rows).toEqual([{ question_count: 4, points_max: 6, held: 6 }]);
  });

  it('is not changed by what happens to the bank once it is published', async () => {
    const { examId, pool, tag } = await makeExam(4);
    await publish(examId);
    for (const id of pool) {
      await author.run('updateBankQuestion', { id, question: trueFalse('changed'), tags: [] });
      await author.run('archiveBankQuestion', { id, isArchived: true });
    }
    await author.bank('late', { tags: [tag] });
    const { questions } = await begin(examId);
    expect(questions.map(({ prompt }) => prompt)).toEqual([
      'fixed',
      ...Array(3).fill(expect.stringMatching(/^pool \d$/)),
    ]);
  });

  it('takes answers to what the attempt has, and refuses those to what it has not drawn', async () => {
    const { examId } = await makeExam(6);
    await publish(examId);
    const attempt = await begin(examId);
    const { rows } = await exam.db.query(
      `select q ->> 'id' as id, q ->> 'drawId' is not null as pooled from exam.paper, jsonb_array_elements(questions) as q where exam_id = $1`,
      [examId],
    );
    const shown = new Set(attempt.questions.map(({ id }) => id));
    expect(rows.filter(({ id }) => !shown.has(id))).toHaveLength(3);
    for (const { id } of rows) {
      const input = { attemptId: attempt.id, questionId: id, sequence: 1, answer: { isTrue: true } };
      if (shown.has(id)) await exam.ask(learner, saveAnswer, { input });
      else
        expect(await exam.refused(learner, saveAnswer, { input })).toMatchObject({ code: 'QUESTION_NOT_IN_ATTEMPT' });
    }
  });

  it('shows an attempt the same questions each time it is asked', async () => {
    const { examId } = await makeExam(5);
    await publish(examId);
    const attempt = await begin(examId);
    const again = await exam.ask(learner, 'query ($id: ID!) { attempt(attemptId: $id) { questions { id } } }', {
      id: attempt.id,
    });
    expect(again.attempt.questions.map(({ id }: Shown) => id)).toEqual(attempt.questions.map(({ id }) => id));
  });

  it('is fixed as it was at one instant, however its author goes on meanwhile', async () => {
    const { examId, sections } = await makeExam(4);
    const outcomes = await Promise.allSettled([
      exam.ask(instructor, publishExam, { examId }),
      author.run('moveSection', { sectionId: sections[1], position: 1 }),
      author.run('addSection', { examId, title: 'Empty' }),
      author.run('removeSection', { sectionId: sections[0] }),
      author.run('addQuestion', { examId, question: trueFalse('late') }),
    ]);
    const { rows } = await exam.db.query(
      'select sections, questions, question_count from exam.paper where exam_id = $1',
      [examId],
    );
    const authored = await author.paper(examId);
    if (outcomes[0]?.status === 'rejected') expect(rows).toEqual([]);
    else {
      expect(rows[0].sections.map(({ id }: Shown) => id)).toEqual(authored.sections.map(({ id }: Shown) => id));
      expect(rows[0].question_count).toBe(authored.questionCount);
    }
  });
});

describe('a preview', () => {
  const preview = async (examId: string, variables: object = {}) =>
    (await exam.ask(instructor, previewQuery, { examId, ...variables })).examPreview;

  it('shows a draft as one learner would have it, the same for the same seed', async () => {
    const { examId, sections } = await makeExam(6);
    const first = await preview(examId, { seed: 5 });
    expect(first).toMatchObject({ pointsMax: 6, timeLimitSeconds: 1_800, sections: sections.map((id) => ({ id })) });
    expect(first.questions.map(({ sectionId }: Shown) => sectionId)).toEqual([
      sections[0],
      ...Array(3).fill(sections[1]),
    ]);
    expect(await preview(examId, { seed: 5 })).toEqual(first);
    const drawn = new Set<string>();
    for (let n = 0; n < 20; n += 1) {
      drawn.add(
        (await preview(examId, { seed: n })).questions
          .map(({ prompt }: Shown) => prompt)
          .toSorted()
          .join(),
      );
    }
    expect(drawn.size).toBeGreaterThan(4);
  });

  it('of a published exam is what an attempt with that seed has', async () => {
    const { examId } = await makeExam(6);
    await publish(examId);
    const attempt = await begin(examId);
    const { rows } = await exam.db.query('select seed from exam.attempt where id = $1', [attempt.id]);
    const { questions } = await preview(examId, { seed: rows[0].seed });
    expect(questions.map(({ id }: Shown) => id)).toEqual(attempt.questions.map(({ id }) => id));
  });

  it('of an unfinished draft shows what there is', async () => {
    const examId = await author.draft();
    expect(await preview(examId)).toMatchObject({ questions: [], pointsMax: 0 });
    await author.run('addDraw', { examId, tags: ['nobody bears this'], questionCount: 3 });
    expect(await preview(examId)).toMatchObject({ questions: [], pointsMax: 3 });
  });

  it('has no key', async () => {
    const examId = await author.draft();
    const secrets = ['secret-accepted', 'secret-guidance', 'secret-feedback'];
    const questions = [
      { kind: 'SHORT_TEXT', prompt: 'a', acceptedTexts: [secrets[0]], feedback: secrets[2] },
      { kind: 'ESSAY', prompt: 'b', guidance: secrets[1] },
      { kind: 'ORDERING', prompt: 'c', items: [{ text: 'x' }, { text: 'y' }] },
    ];
    for (const question of questions) await author.run('addQuestion', { examId, question });
    const text = JSON.stringify(await preview(examId));
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
