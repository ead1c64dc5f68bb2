import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authoring, trueFalse } from './_authoring.ts';
import { type AskedExam, askExam, essay, idOf, newLearners, rowOf, single, sit, truth } from './_grading.ts';
import { publishExam, registerLearners, saveAnswer, submitAttempt } from './_operations.ts';
import { admin, instructor, learner, otherInstructor, proctor, startTestExam, type TestExam } from './_util.ts';

const itemAnalysis = /* GraphQL */ `
  query ($examId: ID!) {
    itemAnalysis(examId: $examId) {
      attemptCount meanScorePercent standardDeviationPercent alpha standardErrorPercent
      questions {
        questionId kind attemptCount answeredCount facility discrimination discriminationIndex
        distractors { choiceId text isRight count upperCount lowerCount }
      }
    }
  }
`;

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function analysisOf({ examId }: AskedExam) {
  return (await exam.ask(instructor, itemAnalysis, { examId })).itemAnalysis;
}

/** K. L. Wuensch's example of KR-20 (core.ecu.edu/wuenschk/StatHelp/KR20.txt): ten students, ten items. */
const wuensch = [
  '1111110110',
  '1011011101',
  '1111011001',
  '0010001000',
  '0000010010',
  '1110111111',
  '1101110111',
  '1111111101',
  '0101111101',
  '1101101110',
];

describe('item analysis', () => {
  it('of attempts that were really sat is what is published for them, and follows a regrade', async () => {
    const learners = newLearners(10);
    const asked = await askExam(
      exam,
      Array.from({ length: 10 }, () => truth()),
      {},
      learners,
    );
    await Promise.all(
      learners.map((viewer, row) => {
        const bits = [...(wuensch[row] ?? '')];
        return sit(exam, asked, viewer, Object.fromEntries(bits.map((bit, k) => [k, { isTrue: bit === '1' }])));
      }),
    );
    const analysis = await analysisOf(asked);
    expect(analysis).toMatchObject({ attemptCount: 10, meanScorePercent: expect.closeTo(66, 8) });
    expect(analysis.alpha).toBeCloseTo((10 / 9) * (1 - 2.18 / 5.84), 10);
    expect(analysis.standardDeviationPercent).toBeCloseTo(10 * Math.sqrt(5.84 / 0.9), 6);
    const facilities = analysis.questions.map(({ facility }: { facility: number }) => facility);
    expect(facilities).toEqual([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6]);
    // The three best have it right in 3 of 3, the three worst in 0 or 1.
    expect(analysis.questions[0].discriminationIndex).toBeGreaterThan(0.6);
    expect(analysis.questions[0].distractors).toEqual([
      expect.objectContaining({ text: 'true', isRight: true, count: 7 }),
      expect.objectContaining({ text: 'false', isRight: false, count: 3 }),
    ]);
    const input = {
      examId: asked.examId,
      changes: [{ questionId: asked.questions[0]?.id, isVoided: true }],
      reason: 'r',
    };
    await exam.ask(
      instructor,
      'mutation ($input: ApplyRegradeInput!) { applyRegrade(input: $input) { changedCount } }',
      { input },
    );
    const after = await analysisOf(asked);
    expect(after.questions).toHaveLength(9);
    expect(after.alpha).not.toBeCloseTo(analysis.alpha, 4);
  });

  it('counts what was answered, choices that nobody took and questions left out included', async () => {
    const learners = newLearners(4);
    const short = { kind: 'SHORT_TEXT', prompt: 'Who?', acceptedTexts: ['Ann'] };
    const matching = {
      ...{ kind: 'MATCHING', prompt: 'What with what?', scoring: 'PARTIAL' },
      ...{
        premises: [
          { text: 'a', target: 1 },
          { text: 'b', target: 2 },
        ],
        targets: [{ text: 'x' }, { text: 'y' }],
      },
    };
    const asked = await askExam(exam, [single('Oslo', 'Bergen', 'Hamar'), short, matching, essay()], {}, learners);
    const [oslo, bergen] = asked.questions[0]?.choices.map(({ id }) => id) ?? [];
    const texts = ['ann', ' Ann ', 'Bob', undefined];
    const pairs = asked.questions[2]?.premises ?? [];
    for (const [i, viewer] of learners.entries()) {
      await sit(exam, asked, viewer, {
        0: { choiceIds: [i === 0 ? bergen : oslo] },
        ...(texts[i] === undefined ? {} : { 1: { text: texts[i] } }),
        2: { matches: pairs.map(({ id }) => ({ premiseId: id, targetId: pairs[0]?.targetId })) },
      });
    }
    const { questions, alpha } = await analysisOf(asked);
    expect(questions[0]).toMatchObject({
      ...{ attemptCount: 4, answeredCount: 4, facility: 0.75, discriminationIndex: null },
      distractors: [
        { choiceId: oslo, text: 'Oslo', isRight: true, count: 3 },
        { choiceId: bergen, text: 'Bergen', isRight: false, count: 1 },
        { text: 'Hamar', isRight: false, count: 0 },
      ],
    });
    expect(questions[1]).toMatchObject({ attemptCount: 4, answeredCount: 3, facility: 0.5 });
    expect(
      questions[1].distractors.map(({ isRight, count }: { isRight: boolean; count: number }) => [isRight, count]),
    ).toEqual([
      [true, 2],
      [false, 1],
    ]);
    const pairsGiven = questions[2].distractors.toSorted((one: { text: string }, other: { text: string }) =>
      one.text.localeCompare(other.text),
    );
    expect(pairsGiven).toEqual([
      expect.objectContaining({ text: 'a → x', isRight: true, count: 4 }),
      expect.objectContaining({ text: 'b → x', isRight: false, count: 4 }),
    ]);
    expect(questions[3]).toMatchObject({ kind: 'ESSAY', answeredCount: 0, distractors: [] });
    expect(alpha).not.toBeNull();
  });

  it('knows of drawn questions who held them, answered or not; and takes a voided one from those alone', async () => {
    const author = authoring(exam);
    const examId = await author.draft({});
    const tag = `pool-${examId}`;
    await author.run('addQuestion', { examId, question: trueFalse('fixed', { pointsMax: 2 }) });
    for (let n = 0; n < 5; n += 1) await author.bank(`pool ${n}`, { tags: [tag] });
    await author.run('addDraw', { examId, tags: [tag], questionCount: 2, pointsEach: 3 });
    await exam.ask(instructor, publishExam, { examId });
    const learners = newLearners(12);
    await exam.ask(instructor, registerLearners, { examId, learnerIds: learners.map(idOf) });
    const held = new Map<string, string[]>();
    const answered = new Map<string, number>();
    for (const [i, viewer] of learners.entries()) {
      const { startAttempt: started } = await exam.ask(
        viewer,
        'mutation ($examId: ID!) { startAttempt(input: { examId: $examId }) { attempt { id questions { id } } } }',
        { examId },
      );
      const { id: attemptId, questions } = started.attempt;
      for (const [k, { id: questionId }] of questions.entries()) {
        held.set(questionId, [...(held.get(questionId) ?? []), attemptId]);
        // Every third leaves out what came last.
        if (i % 3 === 0 && k === 2) continue;
        answered.set(questionId, (answered.get(questionId) ?? 0) + 1);
        const answer = { isTrue: (i + k) % 2 === 0 };
        await exam.ask(viewer, saveAnswer, { input: { attemptId, questionId, sequence: 1, answer } });
      }
      await exam.ask(viewer, submitAttempt, { attemptId });
    }
    const { alpha, attemptCount, questions } = await analysisOf({ examId, questions: [] });
    expect({ alpha, attemptCount }).toEqual({ alpha: null, attemptCount: 12 });
    const counts = questions.map((each: { questionId: string; attemptCount: number; answeredCount: number }) => [
      each.questionId,
      each.attemptCount,
      each.answeredCount,
    ]);
    const expected = questions.map(({ questionId }: { questionId: string }) => [
      questionId,
      held.get(questionId)?.length ?? 0,
      answered.get(questionId) ?? 0,
    ]);
    expect(counts).toEqual(expected);
    expect(counts[0].slice(1)).toEqual([12, expect.any(Number)]);
    const drawn = questions.at(-1).questionId;
    const changes = [{ questionId: drawn, isVoided: true }];
    await exam.ask(
      instructor,
      'mutation ($input: ApplyRegradeInput!) { applyRegrade(input: $input) { changedCount } }',
      { input: { examId, changes, reason: 'r' } },
    );
    for (const attemptId of new Set([...held.values()].flat())) {
      const pointsMax = held.get(drawn)?.includes(attemptId) ? 5 : 8;
      expect((await rowOf(exam, attemptId)).pointsMax).toBe(pointsMax);
    }
  });

  it('rests on the attempts that count', async () => {
    const [one = admin] = newLearners(1);
    const asked = await askExam(exam, [truth(), truth()], { attemptsMax: 2, countingAttempt: 'LAST' }, [one]);
    await sit(exam, asked, one, { 0: { isTrue: true }, 1: { isTrue: true } });
    await sit(exam, asked, one, {});
    expect(await analysisOf(asked)).toMatchObject({ attemptCount: 1, meanScorePercent: 0, alpha: null });
  });

  it('of an exam that nobody sat says nothing, and fails for nobody', async () => {
    const asked = await askExam(exam, [truth()]);
    expect(await analysisOf(asked)).toMatchObject({
      ...{ attemptCount: 0, meanScorePercent: null, standardDeviationPercent: null, alpha: null },
      questions: [{ attemptCount: 0, facility: null, discrimination: null, distractors: [] }],
    });
  });

  it('is for those who teach the course, of published exams', async () => {
    const asked = await askExam(exam, [truth()]);
    const { createExam } = await exam.ask(
      instructor,
      'mutation { createExam(input: { courseId: "course-1", title: "Draft" }) { exam { id } } }',
    );
    for (const viewer of [learner, proctor, otherInstructor]) {
      expect((await exam.refused(viewer, itemAnalysis, { examId: asked.examId })).code).toBe('FORBIDDEN');
    }
    expect((await exam.refused(undefined, itemAnalysis, { examId: asked.examId })).code).toBe('UNAUTHENTICATED');
    const draft = { examId: createExam.exam.id };
    expect((await exam.refused(instructor, itemAnalysis, draft)).code).toBe('EXAM_NOT_PUBLISHED');
  });
});
