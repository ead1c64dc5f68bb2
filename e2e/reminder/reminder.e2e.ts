import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Lectern, RegisterLearnersDocument } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { countMails, listMails, readAttachment } from '../_product/mailbox.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, makeCourse } from '../_school/course.ts';
import { type Exam, inMinutes, makeExam, oneOfEachKind } from '../_school/exam.ts';
import { findSchedulerPid } from './scheduler-process.ts';

const learnerCount = 80;
const killCount = 3;
const twentyHours = 20 * 60;

let admin: Lectern;
let teacher: Lectern;
let course: Course;
let learners: readonly Account[];
beforeAll(async () => {
  admin = await signedIn(adminAccount);
  teacher = await signedIn(await makeAccount(admin, 'Rita Instructor', ['INSTRUCTOR']));
  course = await makeCourse(teacher, 'Announced');
  learners = await makeAccounts(admin, 'Reminded Learner', learnerCount);
});

async function register(exam: Exam, accounts: readonly Account[]): Promise<void> {
  const learnerIds = accounts.map(({ id }) => id);
  await teacher.mutate(RegisterLearnersDocument, { input: { examId: exam.id, learnerIds } });
}

/** How many reminders of the exam each learner has got. */
async function remindersOf(exam: Exam, accounts: readonly Account[]): Promise<readonly number[]> {
  const addresses = accounts.map(({ email }) => email);
  return [...countMails(await listMails(), addresses, exam.title).values()];
}

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

describe('reminder', () => {
  it('reaches every learner exactly once although the scheduler is killed while sending', async () => {
    const settings = { opensAt: inMinutes(twentyHours), closesAt: inMinutes(twentyHours + 60) };
    const exam = await makeExam(teacher, course, `Tomorrow’s exam ${Date.now()}`, learners, oneOfEachKind, settings);
    let killsWhileSending = 0;
    let sentBefore = 0;
    for (let kill = 0; kill < killCount; kill += 1) {
      const sent = await waitFor(
        'further reminders to be sent',
        async () => {
          const count = total(await remindersOf(exam, learners));
          return count > sentBefore && count;
        },
        90_000,
      );
      const pid = await waitFor('the scheduler', findSchedulerPid, 30_000);
      process.kill(pid, 'SIGKILL');
      if (sent < learnerCount) killsWhileSending += 1;
      if (sent >= learnerCount) break;
      await waitFor('the scheduler to be gone', () => findSchedulerPid() !== pid);
      sentBefore = total(await remindersOf(exam, learners));
    }
    expect(killsWhileSending).toBeGreaterThan(0);
    await waitFor(
      'every learner to be reminded',
      async () => !(await remindersOf(exam, learners)).includes(0),
      120_000,
    );

    // Whoever registers now is reminded by a later run, which would also send what it takes for unsent.
    const late = await makeAccounts(admin, 'Late Learner', 2);
    await register(exam, late);
    await waitFor('the late learners to be reminded', async () => !(await remindersOf(exam, late)).includes(0), 60_000);
    expect(await remindersOf(exam, learners)).toEqual(learners.map(() => 1));
    expect(await remindersOf(exam, late)).toEqual([1, 1]);

    const mail = (await listMails()).find(({ to }) => to[0]?.address === learners[0]?.email);
    const calendar = mail?.attachments?.find(({ generatedFileName }) => generatedFileName.endsWith('.ics'));
    if (!mail || !calendar) throw new Error('the reminder has no calendar file');
    const event = (await readAttachment(mail, calendar.generatedFileName)).replaceAll('\r\n ', '');
    const opensAt = settings.opensAt.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    expect(event).toContain('BEGIN:VEVENT');
    expect(event).toContain(`DTSTART:${opensAt}`);
    expect(event).toContain(exam.title);
  }, 300_000);
});
