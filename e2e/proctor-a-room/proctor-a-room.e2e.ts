import { beforeAll, describe, expect } from '@jest/globals';
import { AttemptRoomDocument, ExamDocument, type Lectern } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { figure, giveReason, openAttempt, openRoom, secondsShown, startInBrowser } from '../_browser/room.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, enrolAll, makeCourse } from '../_school/course.ts';
import { type Exam, makeExam } from '../_school/exam.ts';
import { type Seat, takeSeat } from '../_school/seat.ts';

let admin: Lectern;
let teaching: Lectern;
let course: Course;
let proctor: Account;
let teacher: Account;
beforeAll(async () => {
  admin = await signedIn(adminAccount);
  teacher = await makeAccount(admin, 'Wati Instructor', ['INSTRUCTOR']);
  teaching = await signedIn(teacher);
  proctor = await makeAccount(admin, 'Pak Proctor', ['PROCTOR']);
  course = await makeCourse(teaching, 'Watched over');
});

/** An exam with learners of its own, named after the story. */
async function open(name: string, count: number): Promise<{ readonly exam: Exam; readonly learners: Account[] }> {
  const learners = [...(await makeAccounts(admin, name, count))];
  await enrolAll(teaching, course, learners);
  return { exam: await makeExam(teaching, course, `${name}’s exam`, learners), learners };
}

const question = (page: Page, number: number) => page.getByRole('article', { name: `Question ${number} of 5` });
const lima = (page: Page) => page.getByRole('radio', { name: 'Lima' });

/** Answers the true-or-false question through the SDK; settles when it is kept. */
function putAnswer({ attempt, outbox }: Seat): Promise<void> {
  const asked = attempt.questions?.find(({ __typename }) => __typename === 'TrueFalseQuestion');
  if (!asked) throw new Error('the paper has no true-or-false question');
  return outbox.put(asked.id, { isTrue: true });
}

describe('proctor a room', () => {
  story('a room is stopped, told something and goes on: clocks stand still, nothing is lost', async ({ openPage }) => {
    const { exam, learners } = await open('Quiet Learner', 4);
    const [inBrowser, ...others] = learners;
    if (!inBrowser) throw new Error('there is no learner');
    const page = await openPage();
    await startInBrowser(page, exam.id, inBrowser);
    const seats: Seat[] = [];
    for (const account of others) seats.push(await takeSeat(account, exam.id));
    await using stack = new AsyncDisposableStack();
    for (const seat of seats) stack.use(seat);

    const watching = await openPage();
    await openRoom(watching, exam.id, proctor);
    await figure(watching, 'Running', 4).waitFor();
    await expectAccessible(watching);
    await watching.getByRole('toolbar').getByRole('button', { name: 'Pause' }).click();
    await expectAccessible(watching);
    await giveReason(watching, 'Stop the clock?', 'Pause', 'A fire alarm in the hall');
    await figure(watching, 'Paused', 4).waitFor();

    const paused = page.getByRole('dialog', { name: 'The exam is paused' });
    await paused.waitFor();
    await expectAccessible(page);
    await waitFor('the word of it everywhere', () => seats.every(({ room }) => room.snapshot().isPaused));
    const stood = { page: await secondsShown(page), seats: seats.map(({ clock }) => clock.remainingSeconds()) };
    const before = await deadlines(seats);
    for (const seat of seats) await putAnswer(seat);
    expect(seats.map(({ outbox }) => outbox.snapshot().counts)).toEqual(
      seats.map(() => ({ sending: 0, onDevice: 1, saved: 0, refused: 0 })),
    );

    await watching.getByRole('toolbar').getByRole('button', { name: 'Message' }).click();
    await giveReason(watching, 'Send a message', 'Message', 'Please stay seated.');
    await paused.getByText('Please stay seated.').waitFor();
    await waitFor('the message everywhere', () => seats.every(({ room }) => room.snapshot().messages.length === 1));
    expect(await secondsShown(page)).toBe(stood.page);
    expect(seats.map(({ clock }) => clock.remainingSeconds())).toEqual(stood.seats);

    await watching.getByRole('toolbar').getByRole('button', { name: 'Go on' }).click();
    await giveReason(watching, 'Let the clock go on?', 'Go on', 'It was a drill');
    await figure(watching, 'Paused', 0).waitFor();
    await paused.waitFor({ state: 'detached' });
    await waitFor('the answers on the server', () => seats.every(({ outbox }) => outbox.snapshot().counts.saved === 1));
    await waitFor('the clock in the browser', async () => (await secondsShown(page)) < stood.page);
    for (const [index, { clock }] of seats.entries()) {
      expect(clock.isPaused()).toBe(false);
      await waitFor('the clock', () => clock.remainingSeconds() < (stood.seats[index] ?? 0));
    }
    const after = await deadlines(seats);
    expect(after.every((at, index) => at > (before[index] ?? 0))).toBe(true);
    await page.getByText('Please stay seated.').waitFor();
    await lima(page).check();
    await page.getByText(/^Saved at /).waitFor();
  });

  story('one attempt is ended, one voided, one opened again', async ({ openPage }) => {
    const { exam, learners } = await open('Restless Learner', 2);
    const [first, second] = learners;
    if (!first || !second) throw new Error('there are no learners');
    const page = await openPage();
    await startInBrowser(page, exam.id, first);
    await lima(page).check();
    await page.getByText(/^Saved at /).waitFor();
    await using seat = await takeSeat(second, exam.id);

    const watching = await openPage();
    await openRoom(watching, exam.id, proctor);
    const drawer = await openAttempt(watching, first.name);
    await expectAccessible(watching);
    await drawer.getByRole('button', { name: 'End', exact: true }).click();
    await giveReason(watching, 'End this attempt?', 'End', 'Left the hall');
    await drawer.getByText('Ended by a proctor').waitFor();
    await page.getByRole('region', { name: 'Your result' }).waitFor();
    await page.getByText('1 of 5 points').waitFor();

    await drawer.getByRole('button', { name: 'Reopen' }).click();
    await watching.getByRole('dialog', { name: 'Reopen this attempt?' }).getByLabel('Minutes from now').fill('10');
    await giveReason(watching, 'Reopen this attempt?', 'Reopen', 'Came back with a doctor’s note');
    await drawer.getByText('Running', { exact: true }).waitFor();
    await page.goto(`/exams/${exam.id}`);
    await page.getByRole('link', { name: 'Go on with the exam' }).click();
    await question(page, 1).waitFor();
    await page.getByRole('radio', { name: 'Lima', checked: true }).waitFor();
    expect(await secondsShown(page)).toBeLessThanOrEqual(600);
    await drawer.getByRole('button', { name: 'Close' }).click();

    const other = await openAttempt(watching, second.name);
    await other.getByRole('button', { name: 'Void' }).click();
    await giveReason(watching, 'Void this attempt?', 'Void', 'Sat for somebody else');
    await other.getByText('Voided', { exact: true }).first().waitFor();
    await figure(watching, 'Voided', 1).waitFor();
    await waitFor('the word of it', () => seat.room.snapshot().status === 'VOIDED');
    const { exam: seen } = await seat.lectern.query(ExamDocument, { id: exam.id });
    expect(seen?.viewerAttempts[0]).toMatchObject({ status: 'VOIDED', result: null });

    const office = await openPage();
    await openRoom(office, exam.id, teacher);
    const log = (await openAttempt(office, first.name)).getByRole('region', { name: 'Audit log' });
    for (const words of ['Ended', 'Left the hall', 'Reopened', 'Came back with a doctor’s note']) {
      await log.getByText(words, { exact: true }).waitFor();
    }
    await log.getByText(proctor.name).first().waitFor();
    await expectAccessible(office);
  });

  story('incidents appear; another device takes over, and the older one becomes read-only', async ({ openPage }) => {
    const { exam, learners } = await open('Moving Learner', 1);
    const [learner] = learners;
    if (!learner) throw new Error('there is no learner');
    const phone = await openPage();
    await startInBrowser(phone, exam.id, learner);
    const address = phone.url();
    const watching = await openPage();
    await openRoom(watching, exam.id, proctor);

    await phone.getByRole('button', { name: /^Question 5,/ }).click();
    const text = phone.getByLabel('Your answer', { exact: true });
    await text.fill('Marlowe');
    await text.press('Control+a');
    await text.press('Control+x');
    await text.press('Control+v');
    await phone.getByText(/^Saved at /).waitFor();
    await leaveAndComeBack(phone);
    const drawer = await openAttempt(watching, learner.name);
    await drawer.getByText('Pasted a text').waitFor();
    await drawer.getByText('Left the exam’s window').waitFor();
    await drawer.getByText('Came back to the exam’s window').waitFor();
    await figure(watching, 'Incidents', 3).waitFor();

    const laptop = await openPage();
    await openSignedIn(laptop, new URL(address).pathname, learner);
    await laptop.getByText('This exam goes on on another device.').waitFor();
    expect(await lima(laptop).isDisabled()).toBe(true);
    await expectAccessible(laptop);
    await laptop.getByRole('button', { name: 'Continue here' }).click();
    await laptop.getByText('This exam goes on on another device.').waitFor({ state: 'detached' });
    await lima(laptop).check();
    await laptop.getByText(/^Saved at /).waitFor();

    await phone.getByText('This exam goes on on another device.').waitFor();
    expect(await text.isDisabled()).toBe(true);
    await drawer.getByText('Went on on another device').waitFor();

    await phone.getByRole('button', { name: 'Continue here' }).click();
    await phone.getByText('This exam goes on on another device.').waitFor({ state: 'detached' });
    await phone.getByRole('button', { name: /^Question 1, answered/ }).click();
    await phone.getByRole('radio', { name: 'Lima', checked: true }).waitFor();
    await phone.getByRole('radio', { name: 'Quito' }).check();
    await phone.getByText(/^Saved at /).waitFor();
    await laptop.getByText('This exam goes on on another device.').waitFor();
  });

  story('a learner finds no room at its address', async ({ openPage }) => {
    const { exam, learners } = await open('Curious Learner', 1);
    const [learner] = learners;
    if (!learner) throw new Error('there is no learner');
    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}/room`, learner);
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  });
});

/** When each attempt ends, by the server's word. */
async function deadlines(seats: readonly Seat[]): Promise<number[]> {
  const found: number[] = [];
  for (const { lectern, attempt } of seats) {
    const { attemptRoom } = await lectern.query(AttemptRoomDocument, { attemptId: attempt.id });
    found.push(Date.parse(attemptRoom?.deadlineAt ?? ''));
  }
  return found;
}

/** A browser without a screen has always the focus: the page is told what it would be told otherwise. */
async function leaveAndComeBack(page: Page): Promise<void> {
  for (const isHidden of [true, false]) {
    await page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  }
}
