import { beforeAll, describe, expect } from '@jest/globals';
import { type Lectern, SendRoomMessageDocument } from '@lectern/sdk';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { figure, openRoom, startInBrowser } from '../_browser/room.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, enrolAll, makeCourse } from '../_school/course.ts';
import { makeExam } from '../_school/exam.ts';
import { answerAndHandIn, choose, startAttempt } from '../_school/sit.ts';

let teacher: Lectern;
let course: Course;
let accounts: readonly Account[];
beforeAll(async () => {
  const admin = await signedIn(adminAccount);
  teacher = await signedIn(await makeAccount(admin, 'Mia Instructor', ['INSTRUCTOR']));
  course = await makeCourse(teacher, 'Cut off');
  accounts = await makeAccounts(admin, 'Patient Learner', 4);
  await enrolAll(teacher, course, accounts);
});

const live = (page: Page) => page.getByText('Live', { exact: true });
const reconnecting = (page: Page) => page.getByText('Reconnecting…', { exact: true });

/** What a reload would lose. */
async function markPage(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(globalThis, 'wasNotReloaded', true));
}
async function expectSamePage(page: Page): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(globalThis, 'wasNotReloaded'))).toBe(true);
}

/** Where the first thing under the page's head is, in pixels from the top. */
const topOfNumbers = (page: Page) =>
  page.getByRole('group', { name: /^Handed in:/ }).evaluate((group) => group.getBoundingClientRect().top);

describe('live comes back', () => {
  story('the dashboard shows that it may be old, and the right numbers without a reload', async ({ openPage }) => {
    const exam = await makeExam(teacher, course, 'Handed in meanwhile', accounts);
    const learners = await Promise.all(accounts.map(signedIn));
    const attempts = await Promise.all(learners.map((learner) => startAttempt(learner, exam.id)));
    const handIn = (index: number) => {
      const [learner, attemptId] = [learners[index], attempts[index]];
      if (!learner || attemptId === undefined) throw new Error('there is no such learner');
      return answerAndHandIn(learner, attemptId, (question) => choose(question, 'Lima'), 1);
    };
    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}/live`, adminAccount);
    await live(page).waitFor();
    await figure(page, 'In progress', 4).waitFor();
    await markPage(page);
    const top = await topOfNumbers(page);

    await page.context().setOffline(true);
    await reconnecting(page).waitFor();
    await page.getByText(/^May be out of date since /).waitFor();
    expect(await topOfNumbers(page)).toBe(top);
    await expectAccessible(page);
    for (const index of [0, 1, 2]) await handIn(index);
    expect(await figure(page, 'Handed in', 0).count()).toBe(1);

    await page.context().setOffline(false);
    await figure(page, 'Handed in', 3).waitFor();
    await figure(page, 'In progress', 1).waitFor();
    await live(page).waitFor();
    expect(await topOfNumbers(page)).toBe(top);
    await handIn(3);
    await figure(page, 'Handed in', 4).waitFor();
    await expectSamePage(page);
    for (const learner of learners) await learner[Symbol.asyncDispose]();
  });

  story('the proctor’s room and a learner’s exam do, and what was said meanwhile arrives', async ({ openPage }) => {
    const [account] = accounts;
    if (!account) throw new Error('there is no learner');
    const exam = await makeExam(teacher, course, 'Told meanwhile', accounts);
    const [seat, room] = [await openPage(), await openPage()];
    await startInBrowser(seat, exam.id, account);
    await live(seat).waitFor();
    await openRoom(room, exam.id, adminAccount);
    await figure(room, 'Running', 1).waitFor();
    for (const page of [seat, room]) {
      await markPage(page);
      await page.context().setOffline(true);
    }
    for (const page of [seat, room]) await reconnecting(page).waitFor();
    await seat.getByText(/^News from proctors may be late since /).waitFor();
    await expectAccessible(seat);
    await expectAccessible(room);

    const text = 'There are ten minutes left in the other room.';
    await teacher.mutate(SendRoomMessageDocument, { input: { examId: exam.id, text } });
    for (const page of [seat, room]) await page.context().setOffline(false);
    await seat.getByText(text).first().waitFor();
    for (const page of [seat, room]) {
      await live(page).waitFor();
      await expectSamePage(page);
    }
  });

  story('the result appears on the learner’s page that was cut off while it was handed in', async ({ openPage }) => {
    const [account] = accounts;
    if (!account) throw new Error('there is no learner');
    const exam = await makeExam(teacher, course, 'Marked meanwhile', [account]);
    await using learner = await signedIn(account);
    const attemptId = await startAttempt(learner, exam.id);
    const page = await openPage();
    await openSignedIn(page, `/attempts/${attemptId}/result`, account);
    await live(page).waitFor();
    await page.getByText('This attempt is still running').waitFor();
    await markPage(page);
    await page.context().setOffline(true);
    await reconnecting(page).waitFor();
    await answerAndHandIn(learner, attemptId, (question) => choose(question, 'Lima'), 1);
    await page.context().setOffline(false);
    await page.getByRole('region', { name: 'Your result' }).waitFor();
    await expectSamePage(page);
  });
});
