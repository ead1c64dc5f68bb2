import type { Page } from 'playwright-core';
import type { Account } from '../_school/accounts.ts';

/** Fills the sign-in form of the page one is on and sends it. */
export async function sendSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Signs in on the way to an address, and is there. */
export async function openSignedIn(page: Page, path: string, account: Account): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`);
  await sendSignIn(page, account.email, account.password);
  await page.waitForURL((url) => `${url.pathname}${url.search}` === path);
}
