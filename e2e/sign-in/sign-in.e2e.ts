import { beforeAll, describe, expect } from '@jest/globals';
import type { Lectern } from '@lectern/sdk';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../_browser/accessible.ts';
import { openSignedIn, sendSignIn } from '../_browser/sign-in.ts';
import { story } from '../_browser/story.ts';
import { adminAccount, makeAccount, signedIn } from '../_school/accounts.ts';

let admin: Lectern;
beforeAll(async () => {
  admin = await signedIn(adminAccount);
});

/** The names of the main links, in order. */
async function mainLinks(page: Page): Promise<readonly string[]> {
  await page.getByRole('button', { name: /^Account of / }).waitFor();
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  return (await links.allInnerTexts()).map((text) => text.trim());
}

describe('sign-in', () => {
  story('refuses a wrong password in words, lets the right one in, and out again', async ({ openPage }) => {
    const learner = await makeAccount(admin, 'Ada Learner');
    const page = await openPage();
    await page.goto('/profile');
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    await expectAccessible(page);

    await sendSignIn(page, learner.email, 'not the password');
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
    await expectAccessible(page);

    await sendSignIn(page, learner.email, learner.password);
    await page.waitForURL('**/profile');
    await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Account of Ada Learner' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
    await page.goto('/profile');
    await page.waitForURL('**/sign-in?next=%2Fprofile');
    const { cookies } = await page.context().storageState();
    expect(cookies.filter(({ name, value }) => /session|access/.test(name) && value !== '')).toEqual([]);
  });

  story('shows each role the way to what it may do, and no more', async ({ openPage }) => {
    const learner = await makeAccount(admin, 'Lena Learner');
    const instructor = await makeAccount(admin, 'Ina Instructor', ['INSTRUCTOR']);
    const expected = [
      { account: learner, links: ['Home', 'Courses'] },
      { account: instructor, links: ['Home', 'Courses', 'Teaching'] },
      { account: adminAccount, links: ['Home', 'Courses', 'Teaching', 'Users'] },
    ];
    for (const { account, links } of expected) {
      const page = await openPage();
      await openSignedIn(page, '/', account);
      expect(await mainLinks(page)).toEqual(links);
      await expectAccessible(page);
      const isLearner = account === learner;
      await page.goto('/teach');
      const heading = isLearner ? 'Page not found' : 'Teaching';
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await expectAccessible(page);
    }
  });

  story('says how long to wait after many wrong passwords, and keeps others free', async ({ openPage }) => {
    const victim = await makeAccount(admin, 'Vic Learner');
    const page = await openPage();
    await page.goto('/sign-in');
    const alert = page.getByRole('alert');
    const paused = alert.getByText('Too many attempts have failed.');
    const refused = alert.getByText('The e-mail address or the password is wrong.');
    let tries = 0;
    while (!(await paused.isVisible())) {
      expect(tries).toBeLessThan(20);
      const answered = page.waitForResponse('**/api/auth/sign-in/email');
      await sendSignIn(page, victim.email, `guess number ${++tries}`);
      const isLimited = (await answered).status() === 429;
      await (isLimited ? paused : refused).waitFor();
    }
    expect(tries).toBeGreaterThan(3);
    await alert.getByText(/You can try again in .+\./).waitFor();
    expect(await page.getByRole('button', { name: 'Sign in', exact: true }).isDisabled()).toBe(true);
    await expectAccessible(page);

    const other = await openPage();
    await openSignedIn(other, '/profile', await makeAccount(admin, 'Olga Learner'));
    const stopped = await openPage();
    await stopped.goto('/sign-in');
    await sendSignIn(stopped, victim.email, victim.password);
    await stopped.getByRole('alert').getByText('Too many attempts have failed.').waitFor();
  });
});
