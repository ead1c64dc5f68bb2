import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AttemptResultDocument, type AttemptResultSubscription, type Lectern } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { type Account, adminAccount, makeAccount, makeAccounts, signedIn } from '../_school/accounts.ts';
import { type Course, makeCourse } from '../_school/course.ts';
import { type Exam, makeExam } from '../_school/exam.ts';
import { startAttempt } from '../_school/sit.ts';
import { connectPlainly, follow } from './plain-client.ts';
import { answerRight } from './sit.ts';

const learnerCount = 20;
/** Signing in is made costly on purpose; more at once would not be faster on two cores. */
const atOnce = 4;

type LiveNumbers = {
  examLive: {
    registeredCount: number;
    handedInCount: number;
    leaderboard: readonly {
      rank: number;
      scorePercent: number;
      learner: { id: string; name: string; email: string };
    }[];
  };
};

const liveNumbers = /* GraphQL */ `
  subscription Numbers($examId: ID!) {
    examLive(examId: $examId) {
      registeredCount
      handedInCount
      leaderboard { rank scorePercent learner { id name email } }
    }
  }
`;

let admin: Lectern;
let teacher: Lectern;
let course: Course;
let accounts: readonly Account[];
let learners: Lectern[];
beforeAll(async () => {
  admin = await signedIn(adminAccount);
  teacher = await signedIn(await makeAccount(admin, 'Leo Instructor', ['INSTRUCTOR']));
  course = await makeCourse(teacher, 'Watched');
  accounts = await makeAccounts(admin, 'Busy Learner', learnerCount);
  learners = await inTurns(accounts, signedIn);
});
afterAll(async () => {
  for (const learner of learners) await learner[Symbol.asyncDispose]();
});

/** Does the work for all, some at a time, and keeps their order. */
async function inTurns<From, To>(all: readonly From[], work: (one: From, index: number) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    done.push(...(await Promise.all(all.slice(at, at + atOnce).map((one, index) => work(one, at + index)))));
  }
  return done;
}

/** Waits until the dashboard shows the number by its name. */
async function expectFigure(page: Page, name: string, value: number): Promise<void> {
  await page.getByRole('group', { name: `${name}: ${value}`, exact: true }).waitFor();
}

/** Every number of hand-ins that the dashboard shows from now on, in the order they are shown. */
async function noteHandIns(page: Page): Promise<readonly number[]> {
  const shown: number[] = [];
  await page.exposeFunction('noteHandedIn', (number: number) => shown.push(number));
  await page.getByRole('group', { name: /^Handed in:/ }).evaluate((group) => {
    const note: (number: number) => void = Reflect.get(globalThis, 'noteHandedIn');
    const look = () => note(Number(group.getAttribute('aria-label')?.split(': ')[1]));
    new MutationObserver(look).observe(group, { attributeFilter: ['aria-label'] });
  });
  return shown;
}

describe('watch an exam live', () => {
  story('the dashboard and a plain client move while twenty learners hand in', async ({ openPage }) => {
    const exam: Exam = await makeExam(teacher, course, 'Twenty at once', accounts);
    const page = await openPage();
    await openSignedIn(page, `/teach/exams/${exam.id}/live`, adminAccount);
    await page.getByRole('heading', { name: `Live: ${exam.title}`, level: 1 }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await expectFigure(page, 'Registered', learnerCount);
    await expectAccessible(page);

    const { authorization = '' } = await admin.authHeaders();
    await using client = connectPlainly(authorization);
    const plain = follow<LiveNumbers>(client, liveNumbers, { examId: exam.id });
    const [snapshot] = await waitFor('the snapshot', () => plain.events.length > 0 && plain.events);
    expect(snapshot?.examLive).toEqual({ registeredCount: learnerCount, handedInCount: 0, leaderboard: [] });

    const attempts = await inTurns(learners, (learner) => startAttempt(learner, exam.id));
    await expectFigure(page, 'In progress', learnerCount);
    const shown = await noteHandIns(page);
    const scores: number[] = [];
    for (const upTo of [6, 13, learnerCount]) {
      const from = scores.length;
      const group = learners.slice(from, upTo);
      const work = (learner: Lectern, index: number) =>
        answerRight(learner, attempts[from + index] ?? '', (from + index) % 6);
      scores.push(...(await inTurns(group, work)));
      // A topic is published twice a second: where all hand in faster than that, only the last number would be shown.
      await expectFigure(page, 'Handed in', upTo);
    }
    expect(scores).toEqual(learners.map((_, index) => (index % 6) * 20));

    await expectFigure(page, 'In progress', 0);
    await expectFigure(page, 'Passed', 9);
    await expectFigure(page, 'Not passed', 11);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(await page.getByRole('table', { name: 'Best results' }).locator('tbody tr').count()).toBe(10);
    expect(await page.getByRole('list', { name: 'Latest hand-ins' }).getByRole('listitem').count()).toBe(learnerCount);
    await expectAccessible(page);

    await waitFor(
      'the plain client to hear of all',
      () => plain.events.at(-1)?.examLive.handedInCount === learnerCount,
    );
    expect(plain.events.length).toBeGreaterThan(3);
    const best = plain.events.at(-1)?.examLive.leaderboard[0];
    expect(best).toMatchObject({ rank: 1, scorePercent: 100 });
    const account = accounts.find(({ id }) => id === best?.learner.id);
    expect(best?.learner).toEqual({ id: account?.id, name: account?.name, email: account?.email });
    plain.stop();
    await plain.ended;
  });

  it('the result reaches the learner’s other device the moment of the hand-in', async () => {
    const [account] = accounts;
    const [learner] = learners;
    if (!account || !learner) throw new Error('there is no learner');
    const exam = await makeExam(teacher, course, 'On two devices', [account]);
    const attemptId = await startAttempt(learner, exam.id);
    await using otherDevice = await signedIn(account);
    const events: { readonly at: number; readonly data: AttemptResultSubscription }[] = [];
    const onEvent = (data: AttemptResultSubscription) => events.push({ at: performance.now(), data });
    const live = otherDevice.subscribe(AttemptResultDocument, { attemptId }, { onEvent });
    await waitFor('the snapshot', () => events.length > 0);
    expect(events[0]?.data.attemptResult).toMatchObject({ status: 'IN_PROGRESS', result: null });

    await answerRight(learner, attemptId, 5);
    const handedInAt = performance.now();
    const last = await waitFor('the result', () => events.find(({ data }) => data.attemptResult?.result));
    expect(last.data.attemptResult).toMatchObject({
      status: 'GRADED',
      ending: 'HANDED_IN',
      result: { scorePercent: 100, isPassed: true },
    });
    expect(last.at - handedInAt).toBeLessThan(1_000);
    live.close();
  });

  it('nobody else may follow: not a learner the dashboard, not a stranger the result', async () => {
    const [account, strange] = accounts;
    const [learner, stranger] = learners;
    if (!account || !strange || !learner || !stranger) throw new Error('there are no learners');
    const exam = await makeExam(teacher, course, 'Not for all eyes', [account]);
    const attemptId = await startAttempt(learner, exam.id);
    const { authorization = '' } = await stranger.authHeaders();
    await using client = connectPlainly(authorization);
    const result = 'subscription ($id: ID!) { attemptResult(attemptId: $id) { id result { scorePercent } } }';
    for (const [query, variables] of [
      [liveNumbers, { examId: exam.id }],
      [result, { id: attemptId }],
    ] as const) {
      const following = follow(client, query, variables);
      await expect(following.ended).rejects.toBeDefined();
      expect(following.events).toEqual([]);
    }
  });
});
