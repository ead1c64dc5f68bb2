import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { serviceViewer } from '@lectern/testing';
import { makePublished } from './_operations.ts';
import { learner, startTestExam, type TestExam } from './_util.ts';

const scheduler = serviceViewer('scheduler');
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

let exam: TestExam;
beforeAll(async () => {
  exam = await startTestExam();
});
afterAll(async () => exam[Symbol.asyncDispose]());

const takeBackDocument = 'mutation ($id: ID!) { takeBackReminder(id: $id, retryAfterSeconds: 0) }';
const takeBack = async (id: string) => (await exam.ask(scheduler, takeBackDocument, { id })).takeBackReminder;
const begin = async (id: string) =>
  (await exam.ask(scheduler, 'mutation ($id: ID!) { beginReminder(id: $id) }', { id })).beginReminder;
const claimIds = async (): Promise<string[]> => {
  const { claimReminders } = await exam.ask(
    scheduler,
    'mutation { claimReminders(limit: 10, leaseSeconds: 60) { id } }',
    {},
  );
  return claimReminders.map(({ id }: { id: string }) => id);
};

it('a begun reminder that did not go out is taken back while its claim lasts, and not afterwards', async () => {
  const { examId } = await makePublished(exam, { opensAt: inHours(20), closesAt: inHours(22) }, ['a']);
  await exam.ask(scheduler, 'mutation ($examId: ID!) { prepareReminders(examId: $examId) }', { examId });
  const [id = ''] = await claimIds();
  expect(await takeBack(id)).toBe(false);
  expect(await begin(id)).toBe(true);
  expect(await claimIds()).toEqual([]);
  expect(await takeBack(id)).toBe(true);
  expect(await begin(id)).toBe(false);
  expect(await claimIds()).toEqual([id]);
  expect(await begin(id)).toBe(true);
  await exam.db.query(`update exam.reminder set due_at = now() - interval '1 second' where id = $1`, [id]);
  expect(await takeBack(id)).toBe(false);
  expect(await takeBack('nowhere')).toBe(false);
  expect(await exam.refused(learner, takeBackDocument, { id })).toMatchObject({ code: 'FORBIDDEN' });
});
