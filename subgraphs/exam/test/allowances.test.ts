import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceViewer, userViewer } from '@lectern/testing';
import {
  expireAttempts,
  letTimeRunOut,
  makeDraft,
  makePublished,
  makeStarted,
  publishExam,
  registerLearners,
  startAttempt,
  startIn,
  submitAttempt,
} from './_operations.ts';
import {
  attemptRow,
  grantAllowance,
  pauseAttempts,
  readAudit,
  removeLearnerGroup,
  revokeAllowance,
  saveLearnerGroup,
  toldToLearner,
} from './_room.ts';
import { instructor, learner, otherLearner, proctor, startTestExam, type TestExam } from './_util.ts';

const scheduler = serviceViewer('scheduler');
const reason = 'a certificate';
const minutes = 60_000;
const limitMs = 30 * minutes;

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

async function grant(examId: string, input: object, viewer = instructor) {
  const answer = await exam.ask(viewer, grantAllowance, { input: { examId, learnerId: 'learner', reason, ...input } });
  return answer.grantAllowance as { movedCount: number; allowance: { id: string } & Record<string, unknown> };
}

const takeBack = (allowanceId: string) => exam.ask(instructor, revokeAllowance, { input: { allowanceId, reason } });

/** How long an attempt lasts, and its grace. */
async function lengthOf(attemptId: string) {
  const { startedAt, deadlineAt, acceptsUntil } = await attemptRow(exam, attemptId);
  return { lasts: deadlineAt - startedAt, grace: acceptsUntil - deadlineAt };
}

describe('an allowance on an attempt that runs', () => {
  it('moves its deadline at once, and the learner is told', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    const given = await grant(examId, { extraSeconds: 600, timeFactor: 1.5 }, proctor);
    expect(given).toMatchObject({
      movedCount: 1,
      allowance: {
        learner: { id: 'learner' },
        extraSeconds: 600,
        timeFactor: 1.5,
        reason,
        grantedBy: { id: 'proctor' },
      },
    });
    expect(await lengthOf(attemptId)).toEqual({ lasts: limitMs * 1.5 + 10 * minutes, grace: 10_000 });
    const { deadlineAt } = await attemptRow(exam, attemptId);
    const room = await toldToLearner(exam, attemptId, (data) => Date.parse(data.deadlineAt) === deadlineAt);
    expect(room).toMatchObject({ attemptId, status: 'IN_PROGRESS', isPaused: false, messages: [] });
    expect(room.remainingSeconds).toBeGreaterThan(54 * 60);
  });

  it('of several counts the most generous of each; taken back, the others go on counting', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    const more = await grant(examId, { extraSeconds: 900 });
    expect((await grant(examId, { extraSeconds: 300 })).movedCount).toBe(0);
    await grant(examId, { timeFactor: 1.1 });
    expect((await lengthOf(attemptId)).lasts).toBe(limitMs * 1.1 + 15 * minutes);
    await takeBack(more.allowance.id);
    expect((await lengthOf(attemptId)).lasts).toBe(limitMs * 1.1 + 5 * minutes);
    const { exam: seen } = await exam.ask(
      proctor,
      'query ($id: ID!) { exam(id: $id) { allowances { extraSeconds } } }',
      {
        id: examId,
      },
    );
    expect(seen.allowances).toEqual([{ extraSeconds: 0 }, { extraSeconds: 300 }]);
  });

  it('taken back, never leaves less than no time: the deadline moves to now and no further', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    const { allowance } = await grant(examId, { extraSeconds: 3_600 });
    // The time limit is over, and the hour more runs.
    await exam.db.query(
      `update exam.attempt set started_at = started_at - interval '40 minutes',
              deadline_at = deadline_at - interval '40 minutes', accepts_until = accepts_until - interval '40 minutes'
        where id = $1`,
      [attemptId],
    );
    const before = Date.now();
    await takeBack(allowance.id);
    const { deadlineAt, acceptsUntil } = await attemptRow(exam, attemptId);
    expect(deadlineAt).toBeGreaterThanOrEqual(before - 1_000);
    expect(deadlineAt).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(acceptsUntil - deadlineAt).toBe(10_000);
    await takeBack(allowance.id);
    expect((await attemptRow(exam, attemptId)).deadlineAt).toBe(deadlineAt);
    const acts = (await readAudit(exam, instructor, examId)).map(({ action }) => action);
    expect(acts.filter((action) => action === 'ALLOWANCE_REVOKED')).toHaveLength(1);
  });

  it('with a window of its own ends by that window', async () => {
    const { examId, attemptId } = await makeStarted(exam, { timeLimitSeconds: 10_800 });
    const closesAt = new Date(Date.now() + 150 * minutes);
    expect((await grant(examId, { closesAt: closesAt.toISOString() })).movedCount).toBe(1);
    expect((await attemptRow(exam, attemptId)).deadlineAt).toBe(closesAt.getTime());
  });

  it('keeps a pause: the clock that stands has so much more to go', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await exam.ask(proctor, pauseAttempts, { input: { examId, reason } });
    const { allowance } = await grant(examId, { extraSeconds: 600 });
    expect((await lengthOf(attemptId)).lasts).toBe(limitMs + 10 * minutes);
    await takeBack(allowance.id);
    expect((await lengthOf(attemptId)).lasts).toBe(limitMs);
  });

  it('is in the audit log with who, what and why', async () => {
    const { examId } = await makeStarted(exam);
    const { allowance } = await grant(examId, { extraSeconds: 600 }, proctor);
    const [entry] = await readAudit(exam, instructor, examId);
    expect(entry).toMatchObject({ action: 'ALLOWANCE_GRANTED', actor: { id: 'proctor' }, service: null, reason });
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({
      allowanceId: allowance.id,
      learnerId: 'learner',
      extraSeconds: 600,
      movedCount: 1,
    });
  });
});

describe('an allowance before the start', () => {
  it('counts from the start on, whether it was granted before or after registering', async () => {
    for (const isFirst of [true, false]) {
      const made = await makePublished(exam, {}, isFirst ? [] : ['learner']);
      await grant(made.examId, { extraSeconds: 600 });
      if (isFirst) await exam.ask(instructor, registerLearners, { examId: made.examId, learnerIds: ['learner'] });
      const { attemptId } = await startIn(exam, made);
      expect(await lengthOf(attemptId)).toEqual({ lasts: limitMs + 10 * minutes, grace: 10_000 });
      const { attempt } = await exam.ask(learner, 'query ($id: ID!) { attempt(attemptId: $id) { extraSeconds } }', {
        id: attemptId,
      });
      expect(attempt.extraSeconds).toBe(600);
    }
  });

  it('on a draft counts once it is published', async () => {
    const made = await makeDraft(exam);
    await exam.ask(instructor, registerLearners, { examId: made.examId, learnerIds: ['learner'] });
    await grant(made.examId, { timeFactor: 2 });
    await exam.ask(instructor, publishExam, { examId: made.examId });
    const { attemptId } = await startIn(exam, made);
    expect((await lengthOf(attemptId)).lasts).toBe(2 * limitMs);
  });

  it('opens a window of its own, for the one and not for the other', async () => {
    const opensAt = new Date(Date.now() + 60 * minutes).toISOString();
    const made = await makePublished(exam, { opensAt }, ['learner', 'other-learner']);
    await grant(made.examId, { opensAt: new Date(Date.now() - minutes).toISOString() });
    const obstacle = 'query ($id: ID!) { exam(id: $id) { viewerStartObstacle } }';
    const seenBy = async (viewer: typeof learner) =>
      (await exam.ask(viewer, obstacle, { id: made.examId })).exam.viewerStartObstacle;
    expect([await seenBy(learner), await seenBy(otherLearner)]).toEqual([null, 'NOT_OPEN_YET']);
    await startIn(exam, made);
    expect(await exam.refused(otherLearner, startAttempt, { examId: made.examId })).toMatchObject({
      code: 'EXAM_NOT_OPEN',
    });
  });

  it('gives attempts more than the exam has', async () => {
    const made = await makeStarted(exam);
    await exam.ask(learner, submitAttempt, { attemptId: made.attemptId });
    expect(await exam.refused(learner, startAttempt, { examId: made.examId })).toMatchObject({
      code: 'EXAM_NO_ATTEMPTS_LEFT',
    });
    await grant(made.examId, { extraAttempts: 1 });
    const { attemptId } = await startIn(exam, made);
    expect(attemptId).not.toBe(made.attemptId);
  });

  it('gives them until it is taken back: the attempt that runs goes on, and there is no further one', async () => {
    const made = await makeStarted(exam);
    await exam.ask(learner, submitAttempt, { attemptId: made.attemptId });
    const { allowance } = await grant(made.examId, { extraAttempts: 2 });
    const { attemptId } = await startIn(exam, made);
    await takeBack(allowance.id);
    expect((await startIn(exam, made)).attemptId).toBe(attemptId);
    const { submitAttempt: ended } = await exam.ask(learner, submitAttempt, { attemptId });
    expect(ended.attempt).toMatchObject({ id: attemptId, status: 'GRADED' });
    expect(await exam.refused(learner, startAttempt, { examId: made.examId })).toMatchObject({
      code: 'EXAM_NO_ATTEMPTS_LEFT',
    });
  });
});

describe('groups', () => {
  const save = async (name: string, learnerIds: readonly string[]) =>
    (await exam.ask(instructor, saveLearnerGroup, { input: { courseId: 'course-1', name, learnerIds } }))
      .saveLearnerGroup.group as { id: string; name: string; members: { id: string }[] };

  it('have what is granted to them; who joins has it at once, who leaves no longer', async () => {
    const made = await makeStarted(exam);
    const other = await startIn(exam, made, otherLearner);
    const group = await save('More time', ['learner']);
    const { movedCount } = await grant(made.examId, { learnerId: undefined, groupId: group.id, timeFactor: 1.25 });
    expect(movedCount).toBe(1);
    const lengths = async () => [
      (await lengthOf(made.attemptId)).lasts / minutes,
      (await lengthOf(other.attemptId)).lasts / minutes,
    ];
    expect(await lengths()).toEqual([37.5, 30]);
    const changed = await save('More time', ['other-learner', 'somebody-else']);
    expect(changed).toMatchObject({ id: group.id, members: [{ id: 'other-learner' }, { id: 'somebody-else' }] });
    expect(await lengths()).toEqual([30, 37.5]);
    await toldToLearner(exam, other.attemptId, (data) => data.remainingSeconds > 37 * 60);
    const [entry] = await readAudit(exam, instructor, made.examId);
    expect(entry).toMatchObject({ action: 'LEARNER_GROUP_SAVED', actor: { id: 'instructor' } });
  });

  it('are removed when no allowance names them any more', async () => {
    const made = await makePublished(exam);
    const group = await save('For a while', ['learner']);
    const { allowance } = await grant(made.examId, { learnerId: undefined, groupId: group.id, extraSeconds: 60 });
    const input = { groupId: group.id };
    expect(await exam.refused(instructor, removeLearnerGroup, { input })).toMatchObject({
      code: 'LEARNER_GROUP_IN_USE',
    });
    await takeBack(allowance.id);
    const { removeLearnerGroup: removed } = await exam.ask(instructor, removeLearnerGroup, { input });
    expect(removed.groups.map(({ id }: { id: string }) => id)).not.toContain(group.id);
    expect(await exam.refused(instructor, removeLearnerGroup, { input })).toMatchObject({
      code: 'LEARNER_GROUP_NOT_FOUND',
    });
  });

  it('are listed by name for those who watch over exams', async () => {
    await save('B', []);
    await save('A', ['learner']);
    const query = 'query { learnerGroups(courseId: "course-1") { name } }';
    const names = (await exam.ask(proctor, query)).learnerGroups.map(({ name }: { name: string }) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(['A', 'B']));
    expect(await exam.refused(learner, query)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('an allowance against the sweep', () => {
  it('wins, or finds the attempt over; never half', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { examId, attemptId } = await makeStarted(exam);
      await letTimeRunOut(exam, attemptId);
      const [{ movedCount }] = await Promise.all([
        // More than the day that has passed, so that an attempt which is not over has time again.
        grant(examId, { timeFactor: 10, extraSeconds: 86_400 }),
        exam.ask(scheduler, expireAttempts, { limit: 10 }),
      ]);
      const row = await attemptRow(exam, attemptId);
      if (movedCount === 1) {
        expect(row).toMatchObject({ status: 'IN_PROGRESS', ending: null });
        expect(row.deadlineAt).toBeGreaterThan(Date.now());
        expect(row.acceptsUntil - row.deadlineAt).toBe(10_000);
      } else {
        expect(row).toMatchObject({ status: 'GRADED', ending: 'TIME_RAN_OUT', extraSeconds: 0 });
        expect(row.deadlineAt).toBeLessThan(Date.now());
      }
    }
  });

  it('granted before the sweep looks, it keeps the attempt alive', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await letTimeRunOut(exam, attemptId);
    await grant(examId, { timeFactor: 10, extraSeconds: 86_400 });
    await exam.ask(scheduler, expireAttempts, { limit: 100 });
    expect((await attemptRow(exam, attemptId)).status).toBe('IN_PROGRESS');
  });

  it('two at once for one learner come to the same as one after the other', async () => {
    const { examId, attemptId } = await makeStarted(exam);
    await Promise.all([
      grant(examId, { extraSeconds: 600 }),
      grant(examId, { timeFactor: 1.5 }),
      grant(examId, { extraSeconds: 60 }),
    ]);
    expect((await lengthOf(attemptId)).lasts).toBe(limitMs * 1.5 + 10 * minutes);
  });

  it('a start at the same moment has it or gets it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const viewer = userViewer(`starter-${round}`, 'LEARNER');
      const made = await makePublished(exam, {}, [`starter-${round}`]);
      const [{ attemptId }] = await Promise.all([
        startIn(exam, made, viewer),
        grant(made.examId, { learnerId: `starter-${round}`, extraSeconds: 600 }),
      ]);
      expect((await lengthOf(attemptId)).lasts).toBe(limitMs + 10 * minutes);
    }
  });
});
