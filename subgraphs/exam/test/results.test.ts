import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { liveTopics } from '@lectern/events';
import { createTopicSubscriber } from '@lectern/fanout';
import type { Viewer } from '@lectern/request-signing';
import { createLogger } from '@lectern/runtime';
import { waitFor } from '@lectern/testing';
import {
  type AskedExam,
  askExam,
  beginAndAnswer,
  idOf,
  newLearners,
  readResult,
  single,
  sit,
  truth,
} from './_grading.ts';
import { closeExam, startAttempt, submitAttempt } from './_operations.ts';
import { admin, instructor, startTestExam, type TestExam } from './_util.ts';

const resultsOf = /* GraphQL */ `
  query ($id: ID!) { exam(id: $id) { results { totalCount edges { cursor node { id result { scorePercent } } } } } }
`;
const standing = /* GraphQL */ `
  query ($id: ID!) { exam(id: $id) { viewerStanding { scorePercent isPassed attempt { number } } } }
`;

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

const questions = [single('Oslo', 'Bergen'), truth(true, { feedback: 'Look at the map-0815.' })];
const all = { marks: 'AT_HAND_IN', rightAnswers: 'AT_HAND_IN', feedback: 'AT_HAND_IN', classStatistics: 'AT_HAND_IN' };
const byKey = (asked: AskedExam) => ({
  0: { choiceIds: [asked.questions[0]?.choices[0]?.id] },
  1: { isTrue: true },
});

/** The window ends now, as time would have it. */
async function passClose({ examId }: AskedExam): Promise<void> {
  await exam.db.query(`update exam.exam set closes_at = now() - interval '1 millisecond' where id = $1`, [examId]);
}

async function toldOf(attemptId: string) {
  await using subscriber = createTopicSubscriber({
    redisUrl: exam.config.redisUrl,
    prefix: exam.config.redisPrefix,
    logger: createLogger('test', { level: 'silent', format: 'json' }),
  });
  const event = await waitFor('the message', () => subscriber.lastEvent(liveTopics.attemptResult(attemptId)));
  return event.data;
}

describe('the learner', () => {
  it('sees all at once where the policy says so, by question and by message', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, questions, { resultPolicy: all }, [learner]);
    const attemptId = await sit(exam, asked, learner, { ...byKey(asked), 1: { isTrue: false } });
    const { result, resultState } = await readResult(exam, learner, attemptId);
    expect(resultState).toBe('SHOWN');
    expect(result.questions).toMatchObject([
      { verdict: 'RIGHT', rightAnswer: { choiceIds: [asked.questions[0]?.choices[0]?.id] }, feedback: null },
      { verdict: 'WRONG', rightAnswer: { isTrue: true }, feedback: 'Look at the map-0815.' },
    ]);
    expect(result.classStatistics).toEqual({
      ...{ learnerCount: 1, meanScorePercent: 66.666667, medianScorePercent: 66.666667, passedPercent: 100 },
    });
    expect(await toldOf(attemptId)).toMatchObject({ resultState: 'SHOWN', result: { pointsAwarded: 2 } });
  });

  it('sees nothing before the close where marks wait for it, in no field and no message; afterwards all', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, questions, { resultPolicy: { ...all, marks: 'AFTER_CLOSE' } }, [learner]);
    const attemptId = await sit(exam, asked, learner, byKey(asked));
    const id = { id: asked.examId };
    expect(await readResult(exam, learner, attemptId)).toMatchObject({ resultState: 'AFTER_CLOSE', result: null });
    const told = JSON.stringify(await toldOf(attemptId));
    expect(told).toContain('"resultState":"AFTER_CLOSE","result":null');
    expect(told).not.toContain('map-0815');
    expect((await exam.ask(learner, resultsOf, id)).exam.results).toEqual({ totalCount: 0, edges: [] });
    expect((await exam.ask(learner, standing, id)).exam.viewerStanding).toBeNull();
    expect((await readResult(exam, instructor, attemptId)).result).toMatchObject({ pointsAwarded: 3 });

    await passClose(asked);
    const { result } = await readResult(exam, learner, attemptId);
    expect(result).toMatchObject({
      pointsAwarded: 3,
      questions: [{ rightAnswer: {} }, { rightAnswer: { isTrue: true } }],
    });
    expect((await exam.ask(learner, resultsOf, id)).exam.results.totalCount).toBe(1);
    expect((await exam.ask(learner, standing, id)).exam.viewerStanding).toMatchObject({ scorePercent: 100 });
  });

  it('sees right answers after the close only when nobody sits the exam any more', async () => {
    const [learner = admin, slow = admin, allowed = admin] = newLearners(3);
    const resultPolicy = { ...all, rightAnswers: 'AFTER_CLOSE', feedback: 'AFTER_CLOSE' };
    const asked = await askExam(exam, questions, { resultPolicy }, [learner, slow, allowed]);
    const attemptId = await sit(exam, asked, learner, byKey(asked));
    const sits = await beginAndAnswer(exam, asked, slow, {});
    const rightAnswers = async () => {
      const { result } = await readResult(exam, learner, attemptId);
      return result.questions.map(({ rightAnswer }: { rightAnswer: unknown }) => rightAnswer !== null);
    };
    await passClose(asked);
    expect(await rightAnswers()).toEqual([false, false]);
    await exam.ask(slow, submitAttempt, { attemptId: sits });
    expect(await rightAnswers()).toEqual([true, true]);
    // Somebody may still begin, in a window of their own.
    await exam.db.query(
      `insert into exam.allowance (id, exam_id, learner_id, closes_at, reason, granted_by)
       values (gen_random_uuid(), $1, $2, now() + interval '1 hour', 'ill', 'instructor')`,
      [asked.examId, idOf(allowed)],
    );
    expect(await rightAnswers()).toEqual([false, false]);
    await exam.ask(instructor, closeExam, { examId: asked.examId });
    expect(await rightAnswers()).toEqual([true, true]);
  });

  it('never sees what is never shown', async () => {
    const [learner = admin] = newLearners(1);
    const never = { marks: 'NEVER', rightAnswers: 'NEVER', feedback: 'NEVER', classStatistics: 'NEVER' };
    const asked = await askExam(exam, questions, { resultPolicy: never }, [learner]);
    const attemptId = await sit(exam, asked, learner, byKey(asked));
    await exam.ask(instructor, closeExam, { examId: asked.examId });
    expect(await readResult(exam, learner, attemptId)).toMatchObject({ resultState: 'NOT_SHOWN', result: null });
    expect((await exam.ask(learner, standing, { id: asked.examId })).exam.viewerStanding).toBeNull();
  });
});

describe('fellow participants', () => {
  it('see marks, and how single questions were marked only when the exam is over', async () => {
    const [learner = admin, fellow = admin] = newLearners(2);
    const settings = { resultPolicy: all, resultVisibility: 'PARTICIPANTS' };
    const asked = await askExam(exam, questions, settings, [learner, fellow]);
    const attemptId = await sit(exam, asked, learner, byKey(asked));
    await sit(exam, asked, fellow, {});
    const before = await readResult(exam, fellow, attemptId);
    expect(before).toMatchObject({ resultState: 'SHOWN', answers: null, result: { pointsAwarded: 3, questions: [] } });
    await exam.ask(instructor, closeExam, { examId: asked.examId });
    const { result } = await readResult(exam, fellow, attemptId);
    expect(result.questions).toMatchObject([{ verdict: 'RIGHT', markerFeedback: [] }, { verdict: 'RIGHT' }]);
  });

  it('see no list of results, nor its order, while their own marks wait', async () => {
    const [learner = admin, fellow = admin] = newLearners(2);
    const settings = { resultPolicy: { ...all, marks: 'AFTER_CLOSE' }, resultVisibility: 'PARTICIPANTS' };
    const asked = await askExam(exam, questions, settings, [learner, fellow]);
    await sit(exam, asked, learner, byKey(asked));
    await sit(exam, asked, fellow, {});
    const id = { id: asked.examId };
    expect((await exam.ask(fellow, resultsOf, id)).exam.results).toEqual({ totalCount: 0, edges: [] });
    expect((await exam.ask(instructor, resultsOf, id)).exam.results.totalCount).toBe(2);
    await passClose(asked);
    expect((await exam.ask(fellow, resultsOf, id)).exam.results.totalCount).toBe(2);
  });
});

describe('what counts of several attempts', () => {
  it.each([
    ['BEST', 100, true, 1],
    ['FIRST', 100, true, 1],
    ['LAST', 33.333333, false, 2],
    ['MEAN', 66.666667, true, null],
  ])('%s', async (countingAttempt, scorePercent, isPassed, number) => {
    const [learner = admin, other = admin] = newLearners(2);
    const settings = { countingAttempt, attemptsMax: 2, passMarkPercent: 60, resultPolicy: all };
    const asked = await askExam(exam, questions, settings, [learner, other]);
    await sit(exam, asked, learner, byKey(asked));
    const last = await sit(exam, asked, learner, { 1: { isTrue: true } });
    const attempt = number === null ? null : { number };
    const read = await exam.ask(learner, standing, { id: asked.examId });
    expect(read.exam.viewerStanding).toEqual({ scorePercent, isPassed, attempt });
    expect((await exam.ask(other, standing, { id: asked.examId })).exam.viewerStanding).toBeNull();
    // Counted anew after a moment.
    await waitFor('the statistics', async () => {
      const { classStatistics } = (await readResult(exam, learner, last)).result;
      const isRight = Math.abs(classStatistics.meanScorePercent - scorePercent) < 1e-5;
      return isRight && classStatistics.learnerCount === 1 && classStatistics.passedPercent === (isPassed ? 100 : 0);
    });
  });

  it('is what was graded, while another attempt runs', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, questions, { countingAttempt: 'LAST', attemptsMax: 2 }, [learner]);
    await sit(exam, asked, learner, byKey(asked));
    await exam.ask(learner, startAttempt, { examId: asked.examId });
    const read = await exam.ask(learner, standing, { id: asked.examId });
    expect(read.exam.viewerStanding).toMatchObject({ scorePercent: 100, attempt: { number: 1 } });
  });
});

it('every kind of question is scored as it was answered, in part where its author said so', async () => {
  const [learner = admin] = newLearners(1);
  const asked = await askExam(
    exam,
    [
      {
        ...{ kind: 'MULTIPLE_CHOICE', prompt: 'Which?', pointsMax: 4, scoring: 'PARTIAL' },
        choices: ['a', 'b', 'c', 'd'].map((text, i) => ({ text, isRight: i < 2 })),
      },
      { kind: 'NUMERIC', prompt: 'How much?', number: 200, tolerance: 0.05, toleranceKind: 'RELATIVE' },
      { kind: 'SHORT_TEXT', prompt: 'Who?', acceptedTexts: [], pattern: 'ann(a|e)?', foldsCase: true },
      {
        ...{ kind: 'MATCHING', prompt: 'What with what?', pointsMax: 2, scoring: 'PARTIAL' },
        ...{
          premises: [
            { text: 'a', target: 1 },
            { text: 'b', target: 2 },
          ],
          targets: [{ text: 'x' }, { text: 'y' }],
        },
      },
      {
        ...{ kind: 'ORDERING', prompt: 'In order?', pointsMax: 2, scoring: 'PARTIAL' },
        items: [{ text: '1' }, { text: '2' }, { text: '3' }],
      },
    ],
    { resultPolicy: all },
    [learner],
  );
  const [choices, , , matching, ordering] = asked.questions;
  const targetId = matching?.premises[0]?.targetId;
  const [first, secondItem, thirdItem] = ordering?.items.map(({ id }) => id) ?? [];
  const attemptId = await sit(exam, asked, learner, {
    0: { choiceIds: choices?.choices.slice(0, 3).map(({ id }) => id) },
    1: { number: 191 },
    2: { text: ' ANNE ' },
    3: { matches: matching?.premises.map(({ id }) => ({ premiseId: id, targetId })) },
    4: { order: [first, thirdItem, secondItem] },
  });
  const { result } = await readResult(exam, learner, attemptId);
  const marked = result.questions.map(({ verdict, pointsAwarded }: { verdict: string; pointsAwarded: number }) => [
    verdict,
    pointsAwarded,
  ]);
  expect(marked).toEqual([
    ['PARTLY_RIGHT', 2],
    ['RIGHT', 1],
    ['RIGHT', 1],
    ['PARTLY_RIGHT', 1],
    ['PARTLY_RIGHT', 1],
  ]);
  expect(result).toMatchObject({ pointsAwarded: 6, pointsMax: 10 });
  expect(result.questions[4].rightAnswer.order).toEqual([first, secondItem, thirdItem]);
});

it('nobody else learns of a result', async () => {
  const [learner = admin, stranger = admin] = newLearners(2);
  const asked = await askExam(exam, questions, {}, [learner, stranger]);
  const attemptId = await sit(exam, asked, learner, byKey(asked));
  const viewers: (Viewer | undefined)[] = [stranger, undefined];
  for (const viewer of viewers) {
    const { attempt } = await exam.ask(viewer, 'query ($id: ID!) { attempt(attemptId: $id) { id } }', {
      id: attemptId,
    });
    expect(attempt).toBeNull();
  }
});
