import { beforeAll, describe, expect, it } from '@jest/globals';
import { CourseDocument, ExamRegistrationsDocument, type Lectern } from '@lectern/sdk';
import { waitFor } from '@lectern/testing';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { countMails, listMails } from '../_product/mailbox.ts';
import { hasDemoSchool } from '../_product/product.ts';
import { adminAccount, signedIn } from '../_school/accounts.ts';

const { password } = adminAccount;
const demo = (email: string) => ({ id: '', name: email, email, password });
const learner = demo('learner@example.com');

/** A product that was started without the demo school has nothing of this. */
const describeDemo = hasDemoSchool ? describe : describe.skip;

let admin: Lectern;
beforeAll(async () => {
  if (hasDemoSchool) admin = await signedIn(adminAccount);
});

/** The one exam of a demo course. */
async function examOf(slug: string) {
  const { course } = await admin.query(CourseDocument, { slug });
  const [edge] = course?.exams.edges ?? [];
  if (!edge) throw new Error(`${slug} has no exam`);
  return edge.node;
}

async function playedSeconds(page: Page): Promise<number> {
  const player = page.getByLabel('Video: The water cycle in motion');
  return player.evaluate((video: HTMLVideoElement) => video.currentTime);
}

describeDemo('demo school', () => {
  story.each(['admin', 'instructor', 'proctor', 'learner'])('%s@example.com signs in', async ({ openPage }, name) => {
    const page = await openPage();
    await openSignedIn(page, '/', demo(`${name}@example.com`));
    await page.getByRole('heading', { name: /^Welcome, / }).waitFor();
    await expectAccessible(page);
  });

  story('shows two courses to anyone, and its film to a learner', async ({ openPage }) => {
    const page = await openPage();
    await page.goto('/courses');
    for (const title of ['Computing foundations', 'How the Earth works']) {
      await page.getByRole('link', { name: title }).first().waitFor();
    }
    await expectAccessible(page);
    await openSignedIn(page, '/courses/how-the-earth-works', learner);
    await page
      .getByRole('main')
      .getByRole('link', { name: /The layers of the Earth/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'The layers of the Earth', level: 1 }).waitFor();
    await expectAccessible(page);
    await page.goBack();
    await page
      .getByRole('main')
      .getByRole('link', { name: /The water cycle in motion/ })
      .first()
      .click();
    const player = page.getByLabel('Video: The water cycle in motion');
    await waitFor(
      'the film to be made ready',
      async () => {
        if (await player.isVisible()) return true;
        await page.reload();
        await page.getByRole('heading', { name: 'The water cycle in motion', level: 1 }).waitFor();
        await player.waitFor({ timeout: 3_000 });
        return true;
      },
      90_000,
    );
    await player.press('k');
    await waitFor('the film to run', async () => (await playedSeconds(page)) > 2, 60_000);
    await expectAccessible(page);
  });

  story('has an open exam with at least forty questions', async ({ openPage }) => {
    const exam = await examOf('how-the-earth-works');
    expect(exam.questionCount).toBeGreaterThanOrEqual(40);
    const page = await openPage();
    await openSignedIn(page, `/exams/${exam.id}`, learner);
    await page
      .getByRole('button', { name: /Start the exam|Register/ })
      .or(page.getByRole('link', { name: 'Go on with the exam' }))
      .waitFor();
    await expectAccessible(page);
  });

  it('has reminded everyone of tomorrow’s exam exactly once', async () => {
    const { id, title, opensAt } = await examOf('computing-foundations');
    const hours = (Date.parse(opensAt ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(0);
    expect(hours).toBeLessThan(24);
    const { exam } = await admin.query(ExamRegistrationsDocument, { id, first: 100 });
    const addresses = exam?.registrations.edges.map(({ node }) => node.learner.email ?? '') ?? [];
    expect(addresses.length).toBeGreaterThanOrEqual(20);
    const counts = async () => [...countMails(await listMails(), addresses, title).values()];
    await waitFor('the reminders', async () => !(await counts()).includes(0), 90_000);
    expect(await counts()).toEqual(addresses.map(() => 1));
  });
});
