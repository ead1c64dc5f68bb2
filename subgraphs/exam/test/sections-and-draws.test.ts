import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Authoring, authoring, trueFalse } from './_authoring.ts';
import { instructor, startTestExam, type TestExam } from './_util.ts';

let exam: TestExam;
let author: Authoring;
beforeAll(async () => {
  exam = await startTestExam();
  author = authoring(exam);
});
afterAll(async () => exam[Symbol.asyncDispose]());

type Named = { id: string; title?: string; prompt?: string; position: number; sectionId?: string | null };
const numbered = (things: Named[]) => things.map(({ position, title, prompt }) => `${position} ${title ?? prompt}`);

/** A draft with these sections and questions; ids by title and prompt. */
async function draftWith(sections: readonly string[], questions: readonly [prompt: string, section?: string][] = []) {
  const examId = await author.draft();
  const idOf: Record<string, string> = {};
  for (const title of sections) {
    const { paper } = await author.run('addSection', { examId, title });
    idOf[title] = paper.sections.at(-1).id;
  }
  for (const [prompt, section] of questions) {
    const input = { examId, question: trueFalse(prompt), sectionId: section && idOf[section] };
    idOf[prompt] = (await author.run('addQuestion', input)).question.id;
  }
  return { examId, idOf };
}

describe('sections', () => {
  it('are added, changed, moved and removed, and stay numbered from 1', async () => {
    const { examId, idOf } = await draftWith(['A', 'B', 'C']);
    const moved = await author.run('moveSection', { sectionId: idOf.C, position: 1 });
    expect(numbered(moved.paper.sections)).toEqual(['1 C', '2 A', '3 B']);
    const changed = await author.run('updateSection', {
      sectionId: idOf.A,
      title: ' Alpha ',
      instructions: '*Read.*',
    });
    expect(changed.paper.sections[1]).toMatchObject({ title: 'Alpha', instructions: '*Read.*' });
    const kept = await author.run('updateSection', { sectionId: idOf.A, title: null });
    expect(kept.paper.sections[1]).toMatchObject({ title: 'Alpha', instructions: '*Read.*' });
    const removed = await author.run('removeSection', { sectionId: idOf.C });
    expect(numbered(removed.paper.sections)).toEqual(['1 Alpha', '2 B']);
    expect(numbered((await author.paper(examId)).sections)).toEqual(['1 Alpha', '2 B']);
  });

  it('keep their questions together, whatever is moved', async () => {
    const { examId, idOf } = await draftWith(['A', 'B'], [['b1', 'B'], ['a1', 'A'], ['none'], ['a2', 'A']]);
    const prompts = async () => numbered((await author.paper(examId)).questions);
    expect(await prompts()).toEqual(['1 none', '2 a1', '3 a2', '4 b1']);
    await author.run('moveSection', { sectionId: idOf.B, position: 1 });
    expect(await prompts()).toEqual(['1 none', '2 b1', '3 a1', '4 a2']);
    await author.run('moveQuestion', { questionId: idOf.a2, position: 1 });
    expect(await prompts()).toEqual(['1 none', '2 b1', '3 a2', '4 a1']);
    await author.run('moveQuestion', { questionId: idOf.none, position: 4, sectionId: idOf.A });
    expect(await prompts()).toEqual(['1 b1', '2 a2', '3 a1', '4 none']);
    await author.run('moveQuestion', { questionId: idOf.a1, position: 4, sectionId: null });
    expect(await prompts()).toEqual(['1 a1', '2 b1', '3 a2', '4 none']);
    await author.run('removeSection', { sectionId: idOf.A });
    expect(await prompts()).toEqual(['1 a1', '2 a2', '3 none', '4 b1']);
    expect((await author.paper(examId)).questions.map(({ sectionId }: Named) => sectionId === null)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    await author.run('removeQuestion', { questionId: idOf.a2 });
    expect(await prompts()).toEqual(['1 a1', '2 none', '3 b1']);
  });

  it('are added by many at once, each with a place of its own', async () => {
    const { examId } = await draftWith([]);
    await Promise.all(Array.from({ length: 8 }, (_, n) => author.run('addSection', { examId, title: `S${n}` })));
    const { sections } = await author.paper(examId);
    expect(sections.map(({ position }: Named) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('are at most 100', async () => {
    const { examId } = await draftWith(['last']);
    await exam.db.query(
      `insert into exam.section (id, exam_id, position, title)
        select gen_random_uuid(), $1, n, 'S' from generate_series(2, 100) as n`,
      [examId],
    );
    expect(await author.refused('addSection', { examId, title: 'One more' })).toMatchObject({
      code: 'SECTIONS_TOO_MANY',
    });
  });
});

describe('random draws', () => {
  it('are added, changed and removed, and say how many questions match', async () => {
    const { examId, idOf } = await draftWith(['A']);
    const tags = [`tag-${examId}`];
    for (const difficulty of [1, 2, 3, 4, 5, null])
      await author.bank(`d${difficulty}`, { tags: [...tags, 'x'], difficulty });
    const archived = await author.bank('away', { tags });
    await author.run('archiveBankQuestion', { id: archived, isArchived: true });
    const added = await author.run('addDraw', { examId, tags, questionCount: 2, pointsEach: 1.5 });
    expect(added.paper).toMatchObject({ questionCount: 2, pointsMax: 3 });
    expect(added.paper.publishObstacles).toMatchObject([{ code: 'SECTION_EMPTY' }]);
    expect(added.paper.draws).toMatchObject([
      { position: 1, sectionId: null, tags, questionCount: 2, matchingCount: 6 },
    ]);
    const drawId = added.paper.draws[0].id;
    const change = async (input: object) => (await author.run('updateDraw', { drawId, ...input })).paper.draws[0];
    expect(await change({ difficultyMin: 2, difficultyMax: 4 })).toMatchObject({ matchingCount: 3, pointsEach: 1.5 });
    expect(await change({ difficultyMin: null })).toMatchObject({
      difficultyMin: null,
      difficultyMax: 4,
      matchingCount: 4,
    });
    expect(await change({ difficultyMax: null, sectionId: idOf.A })).toMatchObject({
      matchingCount: 6,
      sectionId: idOf.A,
    });
    expect(await change({ tags: ['nobody bears this'] })).toMatchObject({ matchingCount: 0, sectionId: idOf.A });
    expect(await change({ sectionId: null })).toMatchObject({ sectionId: null });
    const second = await author.run('addDraw', { examId, tags: [...tags, 'x'], questionCount: 1 });
    expect(numbered(second.paper.draws)).toEqual(['1 undefined', '2 undefined']);
    const { paper } = await author.run('removeDraw', { drawId });
    expect(paper.draws).toMatchObject([{ position: 1, questionCount: 1, matchingCount: 6 }]);
  });

  it('count in what the exam says of itself', async () => {
    const { examId } = await draftWith([], [['one'], ['two']]);
    await author.run('addDraw', { examId, tags: ['whatever'], questionCount: 3, pointsEach: 2 });
    const { exam: said } = await exam.ask(
      instructor,
      'query ($id: ID!) { exam(id: $id) { questionCount pointsMax } }',
      { id: examId },
    );
    expect(said).toEqual({ questionCount: 5, pointsMax: 8 });
  });

  it('draw from the bank of their own course alone', async () => {
    const { examId } = await draftWith([]);
    await exam.db.query("update exam.exam set course_id = 'course-2' where id = $1", [examId]);
    const tags = [`tag-${examId}`];
    await author.bank('here', { tags });
    await exam.db.query("update exam.exam set course_id = 'course-1' where id = $1", [examId]);
    await exam.db.query("update exam.bank_question set course_id = 'course-2' where tags = $1", [tags]);
    const { paper } = await author.run('addDraw', { examId, tags, questionCount: 1 });
    expect(paper.draws).toMatchObject([{ matchingCount: 0 }]);
  });

  it('that may find too few stand in the way of publishing, by name', async () => {
    const { examId } = await draftWith([]);
    const tags = [`tag-${examId}`];
    const ids = [
      await author.bank('one', { tags }),
      await author.bank('two', { tags }),
      await author.bank('three', { tags }),
    ];
    await author.run('addDraw', { examId, tags, questionCount: 2 });
    const codes = (paper: { publishObstacles: { code: string; drawId: string }[] }) =>
      paper.publishObstacles.map(({ code, drawId }) => [code, drawId]);
    const { paper } = await author.run('takeFromBank', { examId, bankQuestionIds: [ids[0]] });
    expect(codes(paper)).toEqual([]);
    const fixed = await author.run('takeFromBank', { examId, bankQuestionIds: [ids[1]] });
    expect(codes(fixed.paper)).toEqual([['DRAW_TOO_FEW_QUESTIONS', fixed.paper.draws[0].id]]);
  });
});
