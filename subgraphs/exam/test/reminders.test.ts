import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceViewer } from '@lectern/testing';
import { closeExam, makePublished, registerLearners, updateExam, withdraw } from './_operations.ts';
import { instructor, learner, startTestExam, type TestExam } from './_util.ts';

const scheduler = serviceViewer('scheduler');
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const tomorrow = { opensAt: inHours(20), closesAt: inHours(22) };

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

// Claims are not by exam: what one test leaves behind, the next would be given.
afterEach(async () => {
  await exam.db.query('delete from exam.reminder');
});

const prepare = async (examId: string) =>
  (await exam.ask(scheduler, 'mutation ($examId: ID!) { prepareReminders(examId: $examId) }', { examId }))
    .prepareReminders;
type Due = { id: string; learnerId: string; exam: { examId: string; opensAt: string } };
const claim = async (limit: number, leaseSeconds = 60): Promise<Due[]> =>
  (
    await exam.ask(
      scheduler,
      'mutation ($limit: Int!, $leaseSeconds: Int!) { claimReminders(limit: $limit, leaseSeconds: $leaseSeconds) { id learnerId exam { examId title opensAt closesAt timeLimitSeconds } } }',
      { limit, leaseSeconds },
    )
  ).claimReminders;
const begin = async (id: string) =>
  (await exam.ask(scheduler, 'mutation ($id: ID!) { beginReminder(id: $id) }', { id })).beginReminder;
const finish = async (id: string, failure: string | null = null) =>
  (
    await exam.ask(scheduler, 'mutation ($id: ID!, $failure: String) { finishReminder(id: $id, failure: $failure) }', {
      id,
      failure,
    })
  ).finishReminder;
const release = async (id: string, seconds: number) =>
  (
    await exam.ask(scheduler, 'mutation ($id: ID!, $s: Int!) { releaseReminder(id: $id, retryAfterSeconds: $s) }', {
      id,
      s: seconds,
    })
  ).releaseReminder;
const letLeaseEnd = (id: string) =>
  exam.db.query(`update exam.reminder set due_at = now() - interval '1 second' where id = $1`, [id]);

/** An exam of tomorrow with these learners, prepared and claimed. */
async function claimed(learnerIds: readonly string[], leaseSeconds = 60) {
  const { examId } = await makePublished(exam, tomorrow, learnerIds);
  expect(await prepare(examId)).toBe(learnerIds.length);
  const due = await claim(100, leaseSeconds);
  expect(due.map((one) => one.learnerId).sort()).toEqual([...learnerIds].sort());
  return { examId, due };
}

describe('reminders', () => {
  it('are prepared once, however often and by how many at once, and late registrants get theirs', async () => {
    const { examId } = await makePublished(exam, tomorrow, ['a', 'b']);
    const counts = await Promise.all([prepare(examId), prepare(examId), prepare(examId)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    await exam.ask(instructor, registerLearners, { examId, learnerIds: ['b', 'c'] });
    expect(await prepare(examId)).toBe(1);
    expect((await claim(100)).length).toBe(3);
  });

  it('are each given to one of many who claim at once', async () => {
    const learners = Array.from({ length: 30 }, (_, index) => `learner-${index}`);
    const { examId } = await makePublished(exam, tomorrow, learners);
    await prepare(examId);
    const claims = (await Promise.all(Array.from({ length: 6 }, () => claim(10)))).flat();
    const ofExam = claims.filter((one) => one.exam.examId === examId);
    expect(new Set(ofExam.map(({ id }) => id)).size).toBe(30);
    expect(ofExam).toHaveLength(30);
  });

  it('are begun by one, and never again', async () => {
    const { due } = await claimed(['a']);
    const id = due[0]?.id ?? '';
    const begun = await Promise.all([1, 2, 3, 4].map(() => begin(id)));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await release(id, 0)).toBe(false);
    await letLeaseEnd(id);
    expect(await claim(100)).toEqual([]);
    expect([await finish(id), await finish(id), await begin(id), await finish(id, 'no')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('whose claim ran out can be claimed again, and cannot be begun by it', async () => {
    const { due } = await claimed(['a']);
    const id = due[0]?.id ?? '';
    await letLeaseEnd(id);
    expect(await begin(id)).toBe(false);
    expect((await claim(100)).map((one) => one.id)).toEqual([id]);
    expect(await begin(id)).toBe(true);
  });

  it('given back come again after the time asked for', async () => {
    const { due } = await claimed(['a']);
    const id = due[0]?.id ?? '';
    expect(await release(id, 600)).toBe(true);
    expect(await claim(100)).toEqual([]);
    expect(await begin(id)).toBe(false);
    await letLeaseEnd(id);
    expect(await claim(100)).toHaveLength(1);
    expect(await finish(id, 'mailbox unknown\0')).toBe(true);
    const { rows } = await exam.db.query('select status, failure from exam.reminder where id = $1', [id]);
    expect(rows[0]).toEqual({ status: 'FAILED', failure: 'mailbox unknown' });
  });

  it('of who withdrew are dropped, at the claim and at the beginning, and come back with the learner', async () => {
    const { examId, due } = await claimed(['learner', 'b']);
    const own = due.find((one) => one.learnerId === 'learner')?.id ?? '';
    await exam.ask(learner, withdraw, { examId });
    expect(await begin(own)).toBe(false);
    await letLeaseEnd(own);
    expect(await claim(100)).toEqual([]);
    await exam.ask(instructor, registerLearners, { examId, learnerIds: ['learner'] });
    expect(await prepare(examId)).toBe(1);
    expect((await claim(100)).map((one) => one.id)).toEqual([own]);
  });

  it('follow an exam that moves: the old ones go, unless sent, and the new ones are for the new opening', async () => {
    const { examId, due } = await claimed(['a', 'b']);
    const [sent, waiting] = due.map(({ id }) => id);
    expect(await begin(sent ?? '')).toBe(true);
    const moved = { opensAt: inHours(30), closesAt: inHours(32) };
    await exam.ask(instructor, updateExam, { input: { examId, ...moved } });
    expect(await begin(waiting ?? '')).toBe(false);
    expect(await finish(sent ?? '')).toBe(true);
    expect(await prepare(examId)).toBe(2);
    const again = await claim(100);
    expect(again.map((one) => one.exam.opensAt)).toEqual([moved.opensAt, moved.opensAt]);
    await exam.ask(instructor, updateExam, { input: { examId, ...tomorrow } });
    expect(await prepare(examId)).toBe(1);
  });

  it('are not for an exam that is open, closed, or nowhere', async () => {
    const open = await makePublished(exam);
    expect(await prepare(open.examId)).toBe(0);
    const { examId, due } = await claimed(['a']);
    await exam.ask(instructor, closeExam, { examId });
    expect(await begin(due[0]?.id ?? '')).toBe(false);
    expect(await prepare(examId)).toBe(0);
    const refusal = await exam.refused(scheduler, 'mutation { prepareReminders(examId: "nowhere") }');
    expect(refusal).toMatchObject({ code: 'EXAM_NOT_FOUND' });
    expect([await begin('nowhere'), await finish('nowhere'), await release('nowhere', 1)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('upcoming exams', () => {
  it('are the published ones that have not opened, by opening time', async () => {
    const query = 'query ($after: DateTime) { upcomingExams(after: $after) { examId opensAt } }';
    const late = await makePublished(exam, { opensAt: inHours(50), closesAt: inHours(51) }, []);
    const early = await makePublished(exam, { opensAt: inHours(40), closesAt: inHours(41) }, []);
    await makePublished(exam, {}, []);
    const list = async (after: string) =>
      (await exam.ask(scheduler, query, { after })).upcomingExams.map((one: { examId: string }) => one.examId);
    expect(await list(inHours(35))).toEqual([early.examId, late.examId]);
    expect(await list(inHours(45))).toEqual([late.examId]);
    expect((await exam.ask(scheduler, '{ upcomingExams(first: 1) { examId } }')).upcomingExams).toHaveLength(1);
  });
});
