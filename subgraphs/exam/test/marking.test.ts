import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { liveTopics } from '@lectern/events';
import { createTopicSubscriber } from '@lectern/fanout';
import type { Viewer } from '@lectern/request-signing';
import { createLogger } from '@lectern/runtime';
import { userViewer, waitFor } from '@lectern/testing';
import {
  type AskedExam,
  askExam,
  beginAndAnswer,
  essay,
  gradedEvents,
  idOf,
  newLearners,
  readResult,
  rowOf,
  sit,
  truth,
} from './_grading.ts';
import { saveAnswer, submitAttempt } from './_operations.ts';
import { admin, instructor, otherInstructor, proctor, startTestExam, type TestExam } from './_util.ts';

const script = `id questionId prompt guidance pointsMax text candidate learner { id } status points
  marks { marker { id } points feedback isDeciding }`;
const progress = 'questionId scriptCount settledCount disagreedCount openForViewerCount';
const claimScript = `mutation ($input: ClaimScriptInput!) { claimScript(input: $input) { script { ${script} } } }`;
const releaseScript = `mutation ($input: ReleaseScriptInput!) { releaseScript(input: $input) { progress { ${progress} } } }`;
const markScript = `mutation ($input: MarkScriptInput!) {
  markScript(input: $input) { script { ${script} } progress { ${progress} } } }`;
const essayScript = `query ($scriptId: ID!) { essayScript(scriptId: $scriptId) { ${script} } }`;
const markingProgress = `query ($examId: ID!) { markingProgress(examId: $examId) { ${progress} prompt pointsMax } }`;

const markers = ['second', 'third', 'fourth'].map((name) => userViewer(`marker-${name}`, 'ADMIN'));
const [second = admin, third = admin] = markers;

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function claim(viewer: Viewer, { examId }: AskedExam, questionId?: string) {
  const input = questionId === undefined ? { examId } : { examId, questionId };
  return (await exam.ask(viewer, claimScript, { input })).claimScript.script;
}

async function mark(viewer: Viewer, scriptId: string, points: number, feedback: string | null = null) {
  return (await exam.ask(viewer, markScript, { input: { scriptId, points, feedback } })).markScript.script;
}

const text = { text: 'Because I say so.' };

describe('an attempt with an essay', () => {
  it('has its result when the essay is marked, in one piece with the event and what its learner is told', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [truth(), essay()], {}, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: { isTrue: true }, 1: text });
    expect(await readResult(exam, learner, attemptId)).toMatchObject({
      status: 'SUBMITTED',
      resultState: 'BEING_MARKED',
      result: null,
    });
    expect(await gradedEvents(exam, attemptId)).toEqual([]);
    const { rows: ends } = await exam.db.query(
      `select a->'isExpired' as expired from exam.outbox, jsonb_array_elements(payload->'attempts') a
        where type = 'exam.attempts.ended.v1' and a->>'attemptId' = $1`,
      [attemptId],
    );
    expect(ends).toEqual([{ expired: false }]);

    const claimed = await claim(instructor, asked);
    expect(claimed).toMatchObject({ text: text.text, guidance: 'Because of guidance-4711.', learner: null, marks: [] });
    expect(await mark(instructor, claimed.id, 7.5, 'Good, but why?')).toMatchObject({
      status: 'SETTLED',
      points: 7.5,
      marks: [{ marker: { id: 'instructor' }, points: 7.5 }],
    });
    const { status, resultState, result } = await readResult(exam, learner, attemptId);
    expect({ status, resultState }).toEqual({ status: 'GRADED', resultState: 'SHOWN' });
    expect(result).toMatchObject({ pointsAwarded: 8.5, pointsMax: 11, isPassed: true });
    expect(result.questions[1]).toMatchObject({ verdict: 'PARTLY_RIGHT', markerFeedback: ['Good, but why?'] });
    expect(await gradedEvents(exam, attemptId)).toEqual([{ revision: expect.any(Number), points: 8.5 }]);
    expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'GRADED', points: 8.5 });

    await using subscriber = createTopicSubscriber({
      redisUrl: exam.config.redisUrl,
      prefix: exam.config.redisPrefix,
      logger: createLogger('test', { level: 'silent', format: 'json' }),
    });
    const told = await waitFor('the result', async () => {
      const event = await subscriber.lastEvent(liveTopics.attemptResult(attemptId));
      return JSON.stringify(event?.data ?? null).includes('8.5') && event;
    });
    expect(told.data).toMatchObject({ status: 'GRADED', resultState: 'SHOWN', result: { pointsAwarded: 8.5 } });
  });

  it('that holds no text is graded at once', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [truth(), essay()], {}, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: { isTrue: true }, 1: { text: '  ' } });
    const { status, result } = await readResult(exam, learner, attemptId);
    expect(status).toBe('GRADED');
    expect(result).toMatchObject({ pointsAwarded: 1, pointsMax: 11 });
    expect(result.questions[1]).toMatchObject({ verdict: 'UNANSWERED', pointsAwarded: 0 });
    expect(await claim(instructor, asked)).toBeNull();
  });

  it('that is opened again keeps the marks of what stays, and is marked anew where it was written anew', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay(), essay({ pointsMax: 5 })], {}, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: text, 1: text });
    for (const points of [3, 4]) await mark(instructor, (await claim(instructor, asked)).id, points);
    expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'GRADED', points: 7 });
    const input = { attemptId, seconds: 600, reason: 'The power failed.' };
    await exam.ask(
      instructor,
      'mutation ($input: ReopenAttemptInput!) { reopenAttempt(input: $input) { attempt { status } } }',
      { input },
    );
    expect(await claim(instructor, asked)).toBeNull();
    const anew = { attemptId, questionId: asked.questions[1]?.id, sequence: 2, answer: { text: 'Better words.' } };
    await exam.ask(learner, saveAnswer, { input: anew });
    await exam.ask(learner, submitAttempt, { attemptId });
    expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'SUBMITTED', points: null });
    const again = await claim(instructor, asked);
    expect(again).toMatchObject({ text: 'Better words.', questionId: asked.questions[1]?.id, marks: [] });
    expect(await claim(second, asked)).toBeNull();
    await mark(instructor, again.id, 5);
    const first = (await rowOf(exam, attemptId)).points - 5;
    expect([3, 4]).toContain(first);
    expect(await gradedEvents(exam, attemptId)).toHaveLength(2);
  });

  it('waits for the last of its essays', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay(), essay({ pointsMax: 5 })], {}, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: text, 1: text });
    const [one, other] = [
      await claim(instructor, asked, asked.questions[0]?.id),
      await claim(second, asked, asked.questions[1]?.id),
    ];
    expect(one.candidate).toBe(other.candidate);
    await mark(instructor, one.id, 3);
    expect((await rowOf(exam, attemptId)).status).toBe('SUBMITTED');
    await mark(second, other.id, 5);
    expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'GRADED', points: 8 });
  });
});

describe('progress', () => {
  it('is counted question by question, and for the viewer', async () => {
    const learners = newLearners(3);
    const asked = await askExam(exam, [essay(), truth(), essay({ prompt: 'How?' })], {}, learners);
    for (const learner of learners) await sit(exam, asked, learner, { 0: text, 2: text });
    const [first, , last] = asked.questions;
    const mine = await claim(instructor, asked, first?.id);
    await mark(instructor, mine.id, 1);
    await claim(second, asked, first?.id);
    const read = async (viewer: Viewer) =>
      (await exam.ask(viewer, markingProgress, { examId: asked.examId })).markingProgress;
    const common = { scriptCount: 3, settledCount: 1, disagreedCount: 0 };
    expect(await read(instructor)).toMatchObject([
      { questionId: first?.id, ...common, openForViewerCount: 1 },
      { questionId: last?.id, prompt: 'How?', scriptCount: 3, settledCount: 0, openForViewerCount: 3 },
    ]);
    expect((await read(second))[0]).toMatchObject({ ...common, openForViewerCount: 2 });
    const machine = await askExam(exam, [truth()]);
    expect((await exam.ask(instructor, markingProgress, { examId: machine.examId })).markingProgress).toEqual([]);
  });
});

describe('anonymous marking', () => {
  it('leads from no script to its learner: neither by fields, ids, answers, nor the audit log', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay(), truth()], {}, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: text, 1: { isTrue: true } });
    const claimed = await claim(instructor, asked);
    const seen = [claimed, (await exam.ask(instructor, essayScript, { scriptId: claimed.id })).essayScript];
    for (const secret of [idOf(learner), attemptId]) expect(JSON.stringify(seen)).not.toContain(secret);
    const before = await readResult(exam, instructor, attemptId);
    expect(JSON.stringify(before)).not.toContain(text.text);
    expect((await readResult(exam, learner, attemptId)).answers).toContainEqual(expect.objectContaining(text));
    await mark(instructor, claimed.id, 5);
    const { rows } = await exam.db.query(
      `select attempt_id, detail from exam.audit_log where exam_id = $1 and action = 'ESSAY_MARKED'`,
      [asked.examId],
    );
    expect(rows).toEqual([{ attempt_id: null, detail: { scriptId: claimed.id, questionId: asked.questions[0]?.id } }]);
    // Marked and settled: now it is a result like any other.
    expect(JSON.stringify(await readResult(exam, instructor, attemptId))).toContain(text.text);
  });

  it('is a matter of the exam: else the learner and the other markers are named', async () => {
    const [learner = admin] = newLearners(1);
    const marking = { isAnonymous: false, markersPerEssay: 2, toleratedDifferencePercent: 0 };
    const asked = await askExam(exam, [essay()], { marking }, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: text });
    const claimed = await claim(instructor, asked);
    expect(claimed.learner).toEqual({ id: idOf(learner) });
    expect(JSON.stringify(await readResult(exam, instructor, attemptId))).toContain(text.text);
    await mark(instructor, claimed.id, 1);
    await mark(second, (await claim(second, asked)).id, 9);
    const disputed = await claim(third, asked);
    expect(disputed.marks.map(({ marker }: { marker: { id: string } }) => marker.id)).toEqual([
      'instructor',
      idOf(second),
    ]);
  });
});

describe('two markers', () => {
  const marking = { markersPerEssay: 2, toleratedDifferencePercent: 10 };

  it('who agree make the mean, and neither sees what the other gave', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay()], { marking }, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: text });
    const claimed = await claim(instructor, asked);
    expect(await mark(instructor, claimed.id, 6)).toMatchObject({ status: 'WAITING', points: null });
    // Who has marked it does not get it again, but may change their mind.
    expect(await claim(instructor, asked)).toBeNull();
    expect(await mark(instructor, claimed.id, 7)).toMatchObject({ status: 'WAITING', marks: [{ points: 7 }] });
    const again = await claim(second, asked);
    expect(again).toMatchObject({ id: claimed.id, marks: [] });
    expect(await mark(second, again.id, 8)).toMatchObject({ status: 'SETTLED', points: 7.5, marks: [{ points: 8 }] });
    expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'GRADED', points: 7.5 });
  });

  it('do not take a script from each other by changing their mind', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay()], { marking }, [learner]);
    await sit(exam, asked, learner, { 0: text });
    const claimed = await claim(instructor, asked);
    await mark(instructor, claimed.id, 2);
    await claim(second, asked);
    await mark(instructor, claimed.id, 3);
    expect(await claim(third, asked)).toBeNull();
    expect(await mark(second, claimed.id, 9)).toMatchObject({ status: 'DISAGREED' });
    const seen = await claim(third, asked);
    await mark(second, claimed.id, 8);
    expect(await mark(third, seen.id, 4)).toMatchObject({ status: 'SETTLED', points: 4 });
  });

  it('who do not agree leave it to a third, who sees both and decides', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay()], { marking }, [learner]);
    const attemptId = await sit(exam, asked, learner, { 0: text });
    await mark(instructor, (await claim(instructor, asked)).id, 2, 'weak');
    const disputed = await mark(second, (await claim(second, asked)).id, 9, 'strong');
    expect(disputed).toMatchObject({ status: 'DISAGREED', points: null, marks: [{ points: 9 }] });
    expect(await claim(second, asked)).toBeNull();
    const seen = await claim(third, asked);
    expect(seen.marks).toMatchObject([
      { points: 2, marker: null },
      { points: 9, marker: null },
    ]);
    expect(await mark(third, seen.id, 4)).toMatchObject({ status: 'SETTLED', points: 4 });
    expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'GRADED', points: 4 });
    const { result } = await readResult(exam, learner, attemptId);
    expect(result.questions[0].markerFeedback).toEqual(['weak', 'strong']);
  });

  it.each([
    ['HIGHER', 9],
    ['LOWER', 2],
    ['MEAN', 5.5],
  ])('who do not agree are settled by the rule %s', async (onDisagreement, points) => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay()], { marking: { ...marking, onDisagreement } }, [learner]);
    await sit(exam, asked, learner, { 0: text });
    await mark(instructor, (await claim(instructor, asked)).id, 9);
    expect(await mark(second, (await claim(second, asked)).id, 2)).toMatchObject({ status: 'SETTLED', points });
  });
});

describe('races', () => {
  it('of many who ask for a script each gets another, and the same one when they ask again', async () => {
    const learners = newLearners(6);
    const asked = await askExam(exam, [essay()], {}, learners);
    for (const learner of learners) await sit(exam, asked, learner, { 0: text });
    const crowd = Array.from({ length: 8 }, (_, i) => userViewer(`crowd-${i}`, 'ADMIN'));
    const claimed = await Promise.all(crowd.map((viewer) => claim(viewer, asked)));
    const ids = claimed.filter((one) => one !== null).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(5);
    const holder = claimed.findIndex((one) => one !== null);
    expect((await claim(crowd[holder] ?? admin, asked)).id).toBe(claimed[holder].id);
  });

  it('of two who mark the last two essays of an attempt at once, one grades it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [learner = admin] = newLearners(1);
      const asked = await askExam(exam, [essay(), essay()], {}, [learner]);
      const attemptId = await sit(exam, asked, learner, { 0: text, 1: text });
      const [one, other] = [
        await claim(instructor, asked, asked.questions[0]?.id),
        await claim(second, asked, asked.questions[1]?.id),
      ];
      await Promise.all([mark(instructor, one.id, 4), mark(second, other.id, 5)]);
      expect(await rowOf(exam, attemptId)).toMatchObject({ status: 'GRADED', points: 9 });
      expect(await gradedEvents(exam, attemptId)).toHaveLength(1);
    }
  });

  it('whoever let the half hour pass, and was overtaken, is told so', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay()], {}, [learner]);
    await sit(exam, asked, learner, { 0: text });
    const { id } = await claim(instructor, asked);
    await exam.db.query(`update exam.essay_script set claimed_until = now() - interval '1 second' where id = $1`, [id]);
    expect((await claim(second, asked)).id).toBe(id);
    const input = { scriptId: id, points: 3 };
    expect((await exam.refused(instructor, markScript, { input })).code).toBe('SCRIPT_NOT_CLAIMED');
    expect(await mark(second, id, 6)).toMatchObject({ points: 6 });
    // The same mark again is no other act; another is refused.
    expect(await mark(second, id, 6)).toMatchObject({ points: 6 });
    expect((await exam.refused(second, markScript, { input })).code).toBe('SCRIPT_SETTLED');
  });
});

describe('a script given back', () => {
  it('is there for the next who asks', async () => {
    const [learner = admin] = newLearners(1);
    const asked = await askExam(exam, [essay()], {}, [learner]);
    await sit(exam, asked, learner, { 0: text });
    const { id } = await claim(instructor, asked);
    expect(await claim(second, asked)).toBeNull();
    await exam.ask(instructor, releaseScript, { input: { scriptId: id } });
    expect((await claim(second, asked)).id).toBe(id);
  });
});

describe('what is refused', () => {
  let asked: AskedExam;
  let scriptId: string;
  let voidedId: string;
  const [learner = admin, other = admin] = newLearners(2);
  beforeAll(async () => {
    asked = await askExam(exam, [essay()], {}, [learner, other]);
    await sit(exam, asked, learner, { 0: text });
    scriptId = (await claim(instructor, asked)).id;
    const voided = await sit(exam, asked, other, { 0: text });
    const { rows } = await exam.db.query('select id from exam.essay_script where attempt_id = $1', [voided]);
    voidedId = rows[0].id;
    await exam.db.query(`update exam.attempt set status = 'VOIDED' where id = $1`, [voided]);
  });

  it.each<[string, Viewer | undefined, () => object, string]>([
    ['nobody', undefined, () => ({ scriptId, points: 1 }), 'UNAUTHENTICATED'],
    ['the learner', learner, () => ({ scriptId, points: 1 }), 'SCRIPT_NOT_FOUND'],
    ['a proctor', proctor, () => ({ scriptId, points: 1 }), 'SCRIPT_NOT_FOUND'],
    ['who teaches another course', otherInstructor, () => ({ scriptId, points: 1 }), 'SCRIPT_NOT_FOUND'],
    ['who has not taken it', second, () => ({ scriptId, points: 1 }), 'SCRIPT_NOT_CLAIMED'],
    ['no script', instructor, () => ({ scriptId: 'nonsense', points: 1 }), 'SCRIPT_NOT_FOUND'],
    ['an attempt that was voided', admin, () => ({ scriptId: voidedId, points: 1 }), 'SCRIPT_NOT_FOUND'],
    ['fewer than no points', instructor, () => ({ scriptId, points: -0.5 }), 'BAD_INPUT'],
    ['more points than there are', instructor, () => ({ scriptId, points: 10.5 }), 'BAD_INPUT'],
    ['too much feedback', instructor, () => ({ scriptId, points: 1, feedback: 'x'.repeat(10_001) }), 'BAD_INPUT'],
    ['feedback that cannot be stored', instructor, () => ({ scriptId, points: 1, feedback: 'a\0' }), 'BAD_INPUT'],
  ])('to mark: %s', async (_name, viewer, input, code) => {
    expect((await exam.refused(viewer, markScript, { input: input() })).code).toBe(code);
  });

  it.each<[string, Viewer | undefined, string]>([
    ['nobody', undefined, 'UNAUTHENTICATED'],
    ['a learner', learner, 'FORBIDDEN'],
    ['a proctor', proctor, 'FORBIDDEN'],
    ['who teaches another course', otherInstructor, 'FORBIDDEN'],
  ])('to take a script, or ask how far they are: %s', async (_name, viewer, code) => {
    const input = { examId: asked.examId };
    expect((await exam.refused(viewer, claimScript, { input })).code).toBe(code);
    expect((await exam.refused(viewer, markingProgress, input)).code).toBe(code);
  });

  it('the script of an attempt that runs, or that was voided, is nobody’s to mark', async () => {
    const [runs = admin] = newLearners(1);
    const running = await askExam(exam, [essay()], {}, [runs]);
    await beginAndAnswer(exam, running, runs, { 0: text });
    expect(await claim(instructor, running)).toBeNull();
    expect((await exam.ask(admin, essayScript, { scriptId: voidedId })).essayScript).toBeNull();
    expect((await exam.ask(proctor, essayScript, { scriptId })).essayScript).toBeNull();
    expect((await exam.ask(second, essayScript, { scriptId })).essayScript).toBeNull();
  });
});
