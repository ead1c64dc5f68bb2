import { beforeAll, describe, expect } from '@jest/globals';
import { ExamDocument, type Lectern } from '@lectern/sdk';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, enrolAll, makeCourse } from '../_school/course.ts';
import { type Exam, makeExam } from '../_school/exam.ts';

let course: Course;
let exam: Exam;
let steadyLearner: Account;
let leavingLearner: Account;
beforeAll(async () => {
  const admin: Lectern = await signedIn(adminAccount);
  const teacher = await signedIn(await makeAccount(admin, 'Elena Instructor', ['INSTRUCTOR']));
  const [first, second] = await makeAccounts(admin, 'Sitting Learner', 2);
  if (!first || !second) throw new Error('two learners were to be made');
  [steadyLearner, leavingLearner] = [first, second];
  course = await makeCourse(teacher, 'Of this and that');
  await enrolAll(teacher, course, [first, second]);
  exam = await makeExam(teacher, course, 'A little of everything', [first, second]);
});

const savedNote = (page: Page) => page.getByText(/^Saved at /);
const deviceNote = (page: Page) => page.getByText('Kept on this device, will be sent when the connection is back');
const question = (page: Page, number: number) => page.getByRole('article', { name: `Question ${number} of 5` });

async function startExam(page: Page, learner: Account): Promise<void> {
  await openSignedIn(page, `/exams/${exam.id}`, learner);
  await page.getByRole('heading', { name: exam.title, level: 1 }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Start the exam' }).click();
  await question(page, 1).waitFor();
}

async function goNext(page: Page, number: number): Promise<void> {
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await question(page, number).waitFor();
}

/** What the learner sees answered, question by question. */
async function expectAnswersShown(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Lima', checked: true }).waitFor();
  await goNext(page, 2);
  await page.getByRole('checkbox', { name: 'Two', checked: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Nine', checked: false }).waitFor();
  await page.getByRole('checkbox', { name: 'Eleven', checked: true }).waitFor();
  await goNext(page, 3);
  await page.getByRole('radio', { name: 'False', checked: true }).waitFor();
  await goNext(page, 4);
  expect(await page.getByLabel('Your answer (a number)').inputValue()).toBe('0.25');
}

describe('sit an exam', () => {
  story('answers survive a lost connection and a reload, and the result is there at once', async ({ openPage }) => {
    const page = await openPage();
    await startExam(page, steadyLearner);
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Lima' }).check();
    await savedNote(page).waitFor();
    await goNext(page, 2);
    await page.getByRole('checkbox', { name: 'Two' }).check();
    await page.getByRole('checkbox', { name: 'Eleven' }).check();
    await savedNote(page).waitFor();

    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await goNext(page, 3);
    await page.getByRole('radio', { name: 'False' }).check();
    await deviceNote(page).waitFor();
    await expectAccessible(page);
    await goNext(page, 4);
    await page.getByLabel('Your answer (a number)').fill('0.25');
    await page.getByLabel('Your answer (a number)').blur();
    await deviceNote(page).waitFor();
    await page.getByText('2 answers are kept on this device').waitFor();

    await page.context().setOffline(false);
    await savedNote(page).waitFor();
    await page.getByText('You are offline.').waitFor({ state: 'detached' });

    await page.reload();
    await question(page, 1).waitFor();
    await expectAnswersShown(page);

    await page.getByRole('button', { name: 'Hand in', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Hand in the exam?' });
    await dialog.getByText('4 of 5 answered').waitFor();
    await dialog.getByText('1 question not answered').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Go to question 5' }).click();
    await question(page, 5).waitFor();
    await page.getByLabel('Your answer', { exact: true }).fill('  shakespeare ');
    await savedNote(page).waitFor();
    await page.getByRole('button', { name: 'Review and hand in' }).click();
    await dialog.getByText('All 5 questions are answered.').waitFor();
    await dialog.getByRole('button', { name: 'Hand in', exact: true }).click();

    const result = page.getByRole('region', { name: 'Your result' });
    await result.getByText('Passed', { exact: true }).waitFor();
    await result.getByText('4 of 5 points').waitFor();
    await page.getByText('4 of 5 right').waitFor();
    await expectAccessible(page);
  });

  story('answers given without a connection are sent when the exam is opened again', async ({ openPage, openTab }) => {
    const page = await openPage();
    await startExam(page, leavingLearner);
    const address = page.url();
    await page.context().setOffline(true);
    await page.getByRole('radio', { name: 'Lima' }).check();
    await deviceNote(page).waitFor();
    const again = await openTab(page);
    await page.close();
    await again.context().setOffline(false);

    await again.goto(address);
    await question(again, 1).waitFor();
    await savedNote(again).waitFor();
    await again.getByRole('radio', { name: 'Lima', checked: true }).waitFor();
    const learner = await signedIn(leavingLearner);
    const { exam: found } = await learner.query(ExamDocument, { id: exam.id });
    expect(found?.viewerAttempts[0]).toMatchObject({ status: 'IN_PROGRESS', answeredCount: 1 });
  });
});
