import { beforeAll, describe, expect } from '@jest/globals';
import {
  AttemptResultDocument,
  type AttemptResultSubscription,
  GrantAllowanceDocument,
  type Lectern,
} from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import { expectAccessible } from '../_browser/accessible.ts';
import { giveReason, openAttempt, openRoom, secondsShown, startInBrowser } from '../_browser/room.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, enrolAll, makeCourse } from '../_school/course.ts';
import { inMinutes, makeExam, oneOfEachKind } from '../_school/exam.ts';
import { type Seat, takeSeat } from '../_school/seat.ts';

let admin: Lectern;
let teacher: Account;
let teaching: Lectern;
let course: Course;
let proctor: Account;
beforeAll(async () => {
  admin = await signedIn(adminAccount);
  teacher = await makeAccount(admin, 'Sri Instructor', ['INSTRUCTOR']);
  proctor = await makeAccount(admin, 'Bu Proctor', ['PROCTOR']);
  teaching = await signedIn(teacher);
  course = await makeCourse(teaching, 'With time to spare');
});

async function learnersOf(name: string, count: number): Promise<readonly Account[]> {
  const learners = await makeAccounts(admin, name, count);
  await enrolAll(teaching, course, learners);
  return learners;
}

/** Follows an attempt until it has a result. */
function followResult({ lectern, attempt }: Seat) {
  const events: NonNullable<AttemptResultSubscription['attemptResult']>[] = [];
  lectern.subscribe(
    AttemptResultDocument,
    { attemptId: attempt.id },
    { onEvent: ({ attemptResult }) => attemptResult && events.push(attemptResult) },
  );
  return events;
}

describe('extra time', () => {
  story('time given while an attempt runs moves the learner’s clock without a reload', async ({ openPage }) => {
    const [learner] = await learnersOf('Slow Learner', 1);
    if (!learner) throw new Error('there is no learner');
    const exam = await makeExam(teaching, course, 'A long read', [learner]);
    const page = await openPage();
    await startInBrowser(page, exam.id, learner);
    expect(await secondsShown(page)).toBeLessThanOrEqual(1_800);
    await page.evaluate(() => Reflect.set(globalThis, 'isTheSamePage', true));

    const watching = await openPage();
    await openRoom(watching, exam.id, proctor);
    const drawer = await openAttempt(watching, learner.name);
    await drawer.getByRole('button', { name: 'Grant extra time' }).click();
    const dialog = watching.getByRole('dialog', { name: 'Grant extra time' });
    await dialog.getByLabel('Extra minutes').fill('10');
    await expectAccessible(watching);
    await dialog.getByLabel('Reason').fill('Reads with a magnifier');
    await dialog.getByRole('button', { name: 'Grant extra time' }).click();
    await watching.getByText('Granted; 1 running attempt has more time').waitFor();

    await page.getByText('You have been given 10 minutes more. The clock has moved.').waitFor();
    expect(await secondsShown(page)).toBeGreaterThan(1_900);
    await page.getByText('with 10 minutes extra').waitFor();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'isTheSamePage'))).toBe(true);
    await expectAccessible(page);
    await drawer.getByText('10 minutes', { exact: true }).waitFor();

    await watching.goto(`/teach/exams/${exam.id}/room?tab=allowances`);
    await watching.getByRole('table', { name: 'Extra time' }).getByText('+10 minutes').waitFor();
    await watching.getByText('Reads with a magnifier').waitFor();
    await expectAccessible(watching);
    await watching.getByRole('button', { name: `Take back: ${learner.name}` }).click();
    await giveReason(watching, 'Take this back?', 'Take back', 'Granted to the wrong learner');
    await waitFor('the clock to move back', async () => (await secondsShown(page)) <= 1_800);
    await page.getByText('with 10 minutes extra').waitFor({ state: 'detached' });
  });

  story('a group is given half as much again, before and while its learners sit', async ({ openPage }) => {
    const learners = await learnersOf('Group Learner', 2);
    const [early, late] = learners;
    if (!early || !late) throw new Error('there are no learners');
    const exam = await makeExam(teaching, course, 'For a group', learners);
    await using seat = await takeSeat(early, exam.id);
    expect(seat.clock.remainingSeconds()).toBeLessThanOrEqual(1_800);

    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}?tab=allowances`, teacher);
    await page.getByRole('button', { name: 'New group' }).click();
    const group = page.getByRole('dialog', { name: 'New group' });
    await group.getByLabel('Name').fill('Half as much again');
    for (const { name } of learners) {
      await group.getByRole('combobox', { name: 'Who belongs to it' }).fill(name);
      await page.getByRole('option', { name }).click();
    }
    await expectAccessible(page);
    await group.getByRole('combobox', { name: 'Who belongs to it' }).press('Tab');
    await group.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^2 learners: Group Learner/).waitFor();

    await page.getByRole('button', { name: 'Grant extra time' }).click();
    const dialog = page.getByRole('dialog', { name: 'Grant extra time' });
    await dialog.getByText('A group').click();
    await dialog.getByRole('combobox', { name: 'Group' }).click();
    await page.getByRole('option', { name: 'Half as much again' }).click();
    await dialog.getByLabel('Longer by').fill('50');
    await dialog.getByLabel('Reason').fill('A right by the school’s rules');
    await dialog.getByRole('button', { name: 'Grant extra time' }).click();
    await page.getByRole('table', { name: 'Extra time' }).getByText('50% longer').waitFor();
    await expectAccessible(page);

    await waitFor('the clock to move', () => seat.clock.remainingSeconds() > 2_500);
    await using second = await takeSeat(late, exam.id);
    expect(second.clock.remainingSeconds()).toBeGreaterThan(2_650);
  });

  story('the deadline passes later for whoever was given time, and not for the others', async () => {
    const learners = await learnersOf('Last Learner', 2);
    const [plain, extended] = learners;
    if (!plain || !extended) throw new Error('there are no learners');
    const settings = { timeLimitSeconds: 60, closesAt: inMinutes(0.75) };
    const exam = await makeExam(teaching, course, 'A short one', learners, oneOfEachKind, settings);
    await using first = await takeSeat(plain, exam.id);
    await using second = await takeSeat(extended, exam.id);
    const [plainEvents, extendedEvents] = [followResult(first), followResult(second)];
    await teaching.mutate(GrantAllowanceDocument, {
      input: { examId: exam.id, learnerId: extended.id, extraSeconds: 600, reason: 'A lost connection' },
    });
    await waitFor('the clock to move', () => second.clock.remainingSeconds() > 500);

    const ended = await waitFor(
      'the end of the first',
      () => plainEvents.find(({ status }) => status === 'GRADED'),
      110_000,
    );
    expect(ended).toMatchObject({ ending: 'TIME_RAN_OUT', submittedAt: ended.deadlineAt });
    expect(extendedEvents.every(({ status }) => status === 'IN_PROGRESS')).toBe(true);
    const [question] = (second.attempt.questions ?? []).filter(({ __typename }) => __typename === 'TrueFalseQuestion');
    await second.outbox.put(question?.id ?? '', { isTrue: true });
    expect(await second.outbox.flush()).toEqual({ isComplete: true, unsaved: [] });
  });
});
