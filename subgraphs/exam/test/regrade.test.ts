import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@lectern/request-signing';
import { serviceViewer } from '@lectern/testing';
import {
  type AskedExam,
  askExam,
  beginAndAnswer,
  essay,
  gradedEvents,
  newLearners,
  readResult,
  rowOf,
  single,
  sit,
  truth,
} from './_grading.ts';
import { expireAttempts, submitAttempt } from './_operations.ts';
import { admin, instructor, otherInstructor, proctor, startTestExam, type TestExam } from './_util.ts';

const previewRegrade = /* GraphQL */ `
  query ($input: PreviewRegradeInput!) {
    previewRegrade(input: $input) {
      affectedCount changedCount gainCount lossCount newlyPassedCount newlyFailedCount
      meanScorePercentBefore meanScorePercentAfter
      changes { attempt { id } pointsBefore pointsAfter scorePercentBefore scorePercentAfter isPassedBefore isPassedAfter }
    }
  }
`;
const applyRegrade = /* GraphQL */ `
  mutation ($input: ApplyRegradeInput!) { applyRegrade(input: $input) { changedCount exam { id regradeLeftCount } } }
`;
const keys = /* GraphQL */ `
  query ($id: ID!) {
    exam(id: $id) {
      regradeLeftCount keyCorrections { revision questionId isVoided reason correctedBy { id } }
      publishedQuestions { id position isTrue choices { id isRight } guidance }
    }
  }
`;

const scheduler = serviceViewer('scheduler');

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

function choiceOf({ questions }: AskedExam, question: number, choice: number): string {
  return questions[question]?.choices[choice]?.id ?? '';
}

async function preview({ examId }: AskedExam, changes: readonly object[]) {
  return (await exam.ask(instructor, previewRegrade, { input: { examId, changes } })).previewRegrade;
}

async function apply({ examId }: AskedExam, changes: readonly object[], viewer: Viewer = instructor) {
  const input = { examId, changes, reason: 'The key was wrong.' };
  return (await exam.ask(viewer, applyRegrade, { input })).applyRegrade;
}

/** An exam with a choice of 2 points and a truth of 1, and two who sat it: one by the key, one who chose otherwise. */
async function satByTwo(settings: Record<string, unknown> = {}) {
  const [right = admin, wrong = admin] = newLearners(2);
  const asked = await askExam(exam, [single('Oslo', 'Bergen', 'Hamar'), truth()], settings, [right, wrong]);
  const byKey = await sit(exam, asked, right, { 0: { choiceIds: [choiceOf(asked, 0, 0)] }, 1: { isTrue: true } });
  const other = await sit(exam, asked, wrong, { 0: { choiceIds: [choiceOf(asked, 0, 1)] }, 1: { isTrue: true } });
  return { asked, right, wrong, byKey, other, questionId: asked.questions[0]?.id };
}

describe('a key that was wrong', () => {
  it('is put right: who changes is shown first, and then it is so', async () => {
    const { asked, wrong, byKey, other, questionId } = await satByTwo();
    const changes = [{ questionId, rightChoiceIds: [choiceOf(asked, 0, 1)] }];
    const seen = await preview(asked, changes);
    expect(seen).toMatchObject({
      ...{ affectedCount: 2, changedCount: 2, gainCount: 1, lossCount: 1, newlyPassedCount: 1, newlyFailedCount: 1 },
      ...{ meanScorePercentBefore: 66.666667, meanScorePercentAfter: 66.666667 },
    });
    expect(seen.changes.map(({ attempt }: { attempt: { id: string } }) => attempt.id).toSorted()).toEqual(
      [byKey, other].toSorted(),
    );
    expect((await rowOf(exam, byKey)).points).toBe(3);

    expect(await apply(asked, changes)).toMatchObject({ changedCount: 2, exam: { regradeLeftCount: 0 } });
    expect(await rowOf(exam, byKey)).toMatchObject({ points: 1, passed: false, keyRevision: 1 });
    expect(await rowOf(exam, other)).toMatchObject({ points: 3, passed: true, keyRevision: 1 });
    const events = await gradedEvents(exam, other);
    expect(events.map(({ points }) => points)).toEqual([1, 3]);
    expect(events[1].revision).toBeGreaterThan(events[0].revision);
    const { result } = await readResult(exam, wrong, other);
    expect(result).toMatchObject({ pointsAwarded: 3, questions: [{ verdict: 'RIGHT' }, { verdict: 'RIGHT' }] });
    const { rows } = await exam.db.query(
      `select actor, reason, detail from exam.audit_log where exam_id = $1 and action = 'REGRADE_APPLIED'`,
      [asked.examId],
    );
    expect(rows).toEqual([
      {
        actor: 'instructor',
        reason: 'The key was wrong.',
        detail: { revision: 1, questions: [{ questionId, isVoided: false }] },
      },
    ]);
  });

  it('that is put right again with the same changes nothing, and tells nobody', async () => {
    const { asked, other, questionId } = await satByTwo();
    const changes = [{ questionId, rightChoiceIds: [choiceOf(asked, 0, 1)] }];
    await apply(asked, changes);
    expect(await apply(asked, changes)).toMatchObject({ changedCount: 0 });
    expect(await gradedEvents(exam, other)).toHaveLength(2);
    expect(await preview(asked, changes)).toMatchObject({ changedCount: 0, affectedCount: 2, changes: [] });
    const { exam: read } = await exam.ask(instructor, keys, { id: asked.examId });
    expect(read.keyCorrections).toHaveLength(1);
  });

  it('may accept several choices: each gives full points, and only those who gain are told', async () => {
    const { asked, byKey, other, questionId } = await satByTwo();
    const changes = [{ questionId, rightChoiceIds: [choiceOf(asked, 0, 0), choiceOf(asked, 0, 1)] }];
    expect(await preview(asked, changes)).toMatchObject({ changedCount: 1, gainCount: 1, lossCount: 0 });
    await apply(asked, changes);
    expect((await rowOf(exam, byKey)).points).toBe(3);
    expect((await rowOf(exam, other)).points).toBe(3);
    expect(await gradedEvents(exam, byKey)).toHaveLength(1);
    expect(await gradedEvents(exam, other)).toHaveLength(2);
  });

  it('is seen by those who teach the course, with all corrections, and by nobody else', async () => {
    const { asked, right, questionId } = await satByTwo();
    await apply(asked, [{ questionId, rightChoiceIds: [choiceOf(asked, 0, 2)] }]);
    await apply(asked, [{ questionId: asked.questions[1]?.id, isTrue: false }]);
    const { exam: read } = await exam.ask(instructor, keys, { id: asked.examId });
    expect(read.publishedQuestions).toMatchObject([
      { id: questionId, position: 1, choices: [{ isRight: false }, { isRight: false }, { isRight: true }] },
      { isTrue: false, position: 2 },
    ]);
    expect(read.keyCorrections.map(({ revision }: { revision: number }) => revision)).toEqual([2, 1]);
    expect(read.keyCorrections[0]).toMatchObject({ isVoided: false, correctedBy: { id: 'instructor' } });
    for (const viewer of [right, proctor, otherInstructor]) {
      expect((await exam.ask(viewer, keys, { id: asked.examId })).exam).toEqual({
        regradeLeftCount: null,
        keyCorrections: null,
        publishedQuestions: null,
      });
    }
  });
});

describe('a question that shall not count', () => {
  it('is taken out of points and total, and shown as such', async () => {
    const { asked, wrong, byKey, other, questionId } = await satByTwo({ passMarkPoints: 3 });
    expect((await rowOf(exam, other)).passed).toBe(false);
    const changes = [{ questionId, isVoided: true }];
    expect(await preview(asked, changes)).toMatchObject({ changedCount: 2, gainCount: 1, newlyPassedCount: 1 });
    await apply(asked, changes);
    expect(await rowOf(exam, byKey)).toMatchObject({ points: 1, pointsMax: 1, percent: 100, passed: true });
    expect(await rowOf(exam, other)).toMatchObject({ points: 1, pointsMax: 1, percent: 100, passed: true });
    const { result } = await readResult(exam, wrong, other);
    expect(result.questions[0]).toMatchObject({ verdict: 'VOIDED', pointsAwarded: 0, pointsMax: 0, rightAnswer: null });
    // And counts again with a key.
    await apply(asked, [{ questionId, rightChoiceIds: [choiceOf(asked, 0, 0)] }]);
    expect(await rowOf(exam, byKey)).toMatchObject({ points: 3, pointsMax: 3 });
    expect(await rowOf(exam, other)).toMatchObject({ points: 1, pointsMax: 3, passed: false });
  });

  it('and is an essay frees the attempts that wait for nothing else', async () => {
    const [one = admin, both = admin] = newLearners(2);
    const asked = await askExam(exam, [truth(), essay(), essay()], {}, [one, both]);
    const free = await sit(exam, asked, one, { 0: { isTrue: true }, 1: { text: 'Why not?' } });
    const waits = await sit(exam, asked, both, { 0: { isTrue: true }, 1: { text: 'Why?' }, 2: { text: 'So.' } });
    await apply(asked, [{ questionId: asked.questions[1]?.id, isVoided: true }]);
    expect(await rowOf(exam, free)).toMatchObject({ status: 'GRADED', points: 1, pointsMax: 11 });
    expect(await rowOf(exam, waits)).toMatchObject({ status: 'SUBMITTED' });
    // Who hands in from now on has nothing to be marked there.
    const [late = admin] = newLearners(1);
    await exam.ask(
      instructor,
      'mutation ($i: RegisterLearnersInput!) { registerLearners(input: $i) { registeredCount } }',
      { i: { examId: asked.examId, learnerIds: [late.kind === 'USER' ? late.id : ''] } },
    );
    const done = await sit(exam, asked, late, { 0: { isTrue: true }, 1: { text: 'Late.' } });
    expect(await rowOf(exam, done)).toMatchObject({ status: 'GRADED', points: 1, pointsMax: 11 });
  });
});

describe('attempts that run', () => {
  it('count by the new keys when they are handed in, whenever they were answered', async () => {
    const [before = admin, after = admin] = newLearners(2);
    const asked = await askExam(exam, [single('Oslo', 'Bergen'), truth()], {}, [before, after]);
    const answers = { 0: { choiceIds: [choiceOf(asked, 0, 1)] } };
    const early = await beginAndAnswer(exam, asked, before, answers);
    await apply(asked, [{ questionId: asked.questions[0]?.id, rightChoiceIds: [choiceOf(asked, 0, 1)] }]);
    const late = await beginAndAnswer(exam, asked, after, answers);
    for (const [viewer, attemptId] of [
      [before, early],
      [after, late],
    ] as const) {
      await exam.ask(viewer, submitAttempt, { attemptId });
      expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'GRADED', points: 2, keyRevision: 1 });
    }
  });
});

describe('what a crash left', () => {
  it('is graded by the sweep, once, however many sweeps run', async () => {
    const { asked, byKey, other, questionId } = await satByTwo();
    const choices = asked.questions[0]?.choices ?? [];
    const question = {
      ...{ id: questionId, kind: 'SINGLE_CHOICE', prompt: 'Which?', pointsMax: 2 },
      choices: choices.map((choice, index) => ({ ...choice, isRight: index === 1 })),
    };
    // As it is right after the corrections were committed.
    await exam.db.query(
      `insert into exam.key_correction (exam_id, revision, question_id, is_voided, question, reason, corrected_by)
       values ($1, 1, $2, false, $3, 'r', 'instructor')`,
      [asked.examId, questionId, JSON.stringify(question)],
    );
    await exam.db.query('update exam.exam set key_revision = 1 where id = $1', [asked.examId]);
    const left = async () => (await exam.ask(instructor, keys, { id: asked.examId })).exam.regradeLeftCount;
    expect(await left()).toBe(2);
    await Promise.all([1, 2, 3].map(() => exam.ask(scheduler, expireAttempts, { limit: 100 })));
    expect(await left()).toBe(0);
    expect((await rowOf(exam, byKey)).points).toBe(1);
    expect((await rowOf(exam, other)).points).toBe(3);
    expect(await gradedEvents(exam, other)).toHaveLength(2);
  });
});

describe('races', () => {
  /** Each attempt's points recomputed from its answers: 2 for the choice that is right by now, 1 for the truth. */
  async function expectRight(asked: AskedExam, rightChoiceId: string) {
    const { rows } = await exam.db.query(
      `select a.points_awarded as points, a.key_revision = e.key_revision as "isCurrent",
              sum(case when r.response @> jsonb_build_object('choiceIds', jsonb_build_array($2::text)) then 2
                       when r.response @> '{"isTrue": true}' then 1 else 0 end)::float8 as expected
         from exam.attempt a join exam.exam e on e.id = a.exam_id left join exam.answer r on r.attempt_id = a.id
        where a.exam_id = $1 and a.status = 'GRADED' group by a.id, e.key_revision`,
      [asked.examId, rightChoiceId],
    );
    for (const row of rows) expect(row).toEqual({ points: row.expected, isCurrent: true, expected: row.expected });
    return rows.length;
  }

  it('of several regrades at once the last revision holds for all', async () => {
    const learners = newLearners(8);
    const asked = await askExam(exam, [single('a', 'b', 'c'), truth()], {}, learners);
    await Promise.all(
      learners.map((learner, i) =>
        sit(exam, asked, learner, { 0: { choiceIds: [choiceOf(asked, 0, i % 3)] }, 1: { isTrue: true } }),
      ),
    );
    const questionId = asked.questions[0]?.id;
    await Promise.all(
      [1, 2, 1, 2].map((choice, i) =>
        apply(asked, [{ questionId, rightChoiceIds: [choiceOf(asked, 0, choice)] }], i % 2 ? admin : instructor),
      ),
    );
    await exam.ask(scheduler, expireAttempts, { limit: 100 });
    const { exam: read } = await exam.ask(instructor, keys, { id: asked.examId });
    const right = read.publishedQuestions[0].choices.find(({ isRight }: { isRight: boolean }) => isRight);
    expect(await expectRight(asked, right.id)).toBe(8);
  });

  it('of a regrade and hand-ins every result is by the new keys in the end', async () => {
    const learners = newLearners(10);
    const asked = await askExam(exam, [single('a', 'b'), truth()], {}, learners);
    const attempts = await Promise.all(
      learners.map((learner, i) =>
        beginAndAnswer(exam, asked, learner, { 0: { choiceIds: [choiceOf(asked, 0, i % 2)] }, 1: { isTrue: true } }),
      ),
    );
    const changes = [{ questionId: asked.questions[0]?.id, rightChoiceIds: [choiceOf(asked, 0, 1)] }];
    await Promise.all([
      ...attempts.map((attemptId, i) => exam.ask(learners[i] ?? admin, submitAttempt, { attemptId })),
      apply(asked, changes),
    ]);
    await exam.ask(scheduler, expireAttempts, { limit: 100 });
    expect(await expectRight(asked, choiceOf(asked, 0, 1))).toBe(10);
  });
});

describe('what is refused', () => {
  let asked: AskedExam;
  let draft: string;
  const [learner = admin] = newLearners(1);
  beforeAll(async () => {
    const matching = {
      ...{ kind: 'MATCHING', prompt: 'What goes with what?' },
      premises: [
        { text: 'a', target: 1 },
        { text: 'b', target: 2 },
      ],
      targets: [{ text: 'x' }, { text: 'y' }],
    };
    const ordering = { kind: 'ORDERING', prompt: 'Which comes first?', items: [{ text: '1' }, { text: '2' }] };
    const numeric = { kind: 'NUMERIC', prompt: 'How much?', number: 5 };
    const short = { kind: 'SHORT_TEXT', prompt: 'Who?', acceptedTexts: ['Ann'] };
    asked = await askExam(exam, [single('a', 'b'), truth(), essay(), numeric, short, matching, ordering], {}, [
      learner,
    ]);
    const { createExam } = await exam.ask(
      instructor,
      'mutation { createExam(input: { courseId: "course-1", title: "Draft" }) { exam { id } } }',
    );
    draft = createExam.exam.id;
  });

  const ids = (place: number) => asked.questions[place]?.id;
  it.each<[string, () => readonly object[], string]>([
    ['no change', () => [], 'BAD_INPUT'],
    ['too many changes', () => Array.from({ length: 101 }, () => ({ questionId: ids(0) })), 'BAD_INPUT'],
    ['a question twice', () => [1, 2].map(() => ({ questionId: ids(1), isTrue: false })), 'BAD_INPUT'],
    ['a question of elsewhere', () => [{ questionId: 'elsewhere', isTrue: true }], 'QUESTION_NOT_IN_PAPER'],
    ['no key', () => [{ questionId: ids(0) }], 'KEY_CHANGE_NOT_VALID'],
    ['a key of another kind', () => [{ questionId: ids(0), isTrue: true }], 'KEY_CHANGE_NOT_VALID'],
    ['no right choice', () => [{ questionId: ids(0), rightChoiceIds: [] }], 'KEY_CHANGE_NOT_VALID'],
    ['a choice of elsewhere', () => [{ questionId: ids(0), rightChoiceIds: ['x'] }], 'KEY_CHANGE_NOT_VALID'],
    [
      'a key for what shall not count',
      () => [{ questionId: ids(1), isVoided: true, isTrue: true }],
      'KEY_CHANGE_NOT_VALID',
    ],
    ['a key for an essay', () => [{ questionId: ids(2) }], 'KEY_CHANGE_NOT_VALID'],
    ['a tolerance below 0', () => [{ questionId: ids(3), tolerance: -1 }], 'KEY_CHANGE_NOT_VALID'],
    ['no accepted text', () => [{ questionId: ids(4), acceptedTexts: [] }], 'KEY_CHANGE_NOT_VALID'],
    ['a pattern that is none', () => [{ questionId: ids(4), pattern: '(' }], 'KEY_CHANGE_NOT_VALID'],
    ['a text that cannot be stored', () => [{ questionId: ids(4), acceptedTexts: ['a\0'] }], 'KEY_CHANGE_NOT_VALID'],
    ['matches that are not all', () => [{ questionId: ids(5), matches: [] }], 'KEY_CHANGE_NOT_VALID'],
    ['an order that is not whole', () => [{ questionId: ids(6), order: ['x'] }], 'KEY_CHANGE_NOT_VALID'],
  ])('%s', async (_name, changes, code) => {
    const input = { examId: asked.examId, changes: changes() };
    expect((await exam.refused(instructor, previewRegrade, { input })).code).toBe(code);
    expect((await exam.refused(instructor, applyRegrade, { input: { ...input, reason: 'r' } })).code).toBe(code);
  });

  it.each<[string, Viewer | undefined, string]>([
    ['nobody', undefined, 'UNAUTHENTICATED'],
    ['a learner', learner, 'FORBIDDEN'],
    ['a proctor', proctor, 'FORBIDDEN'],
    ['who teaches another course', otherInstructor, 'FORBIDDEN'],
  ])('%s', async (_name, viewer, code) => {
    const input = { examId: asked.examId, changes: [{ questionId: ids(1), isTrue: false }] };
    expect((await exam.refused(viewer, previewRegrade, { input })).code).toBe(code);
    expect((await exam.refused(viewer, applyRegrade, { input: { ...input, reason: 'r' } })).code).toBe(code);
  });

  it('a draft, and a change without a reason or with a book of reasons', async () => {
    const changes = [{ questionId: ids(1), isTrue: false }];
    const of = (examId: string, reason: string) => ({ input: { examId, changes, reason } });
    expect((await exam.refused(instructor, applyRegrade, of(draft, 'r'))).code).toBe('EXAM_NOT_PUBLISHED');
    for (const reason of [' ', 'x'.repeat(1_001), 'a\0']) {
      expect(await exam.refused(instructor, applyRegrade, of(asked.examId, reason))).toMatchObject({
        code: 'BAD_INPUT',
        field: 'reason',
      });
    }
  });
});
