import type { Page } from 'playwright-core';
import type { Account } from '../_school/accounts.ts';
import { openSignedIn } from './sign-in.ts';

/** Signs in, starts the exam and is at its first question. */
export async function startInBrowser(page: Page, examId: string, learner: Account): Promise<void> {
  await openSignedIn(page, `/exams/${examId}`, learner);
  await page.getByRole('button', { name: 'Start the exam' }).click();
  await page.getByRole('article', { name: /^Question 1 of/ }).waitFor();
}

/** The seconds that the learner's clock shows. */
export async function secondsShown(page: Page): Promise<number> {
  const digits = await page.getByRole('timer', { name: 'Time left' }).last().innerText();
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Opens the room of an exam as someone who watches over it, and waits until it is live. */
export async function openRoom(page: Page, examId: string, account: Account): Promise<void> {
  await openSignedIn(page, `/teach/exams/${examId}/room`, account);
  await page.getByText('Live', { exact: true }).waitFor();
}

/** A number of the room by its name. */
export function figure(page: Page, name: string, value: number) {
  return page.getByRole('group', { name: `${name}: ${value}`, exact: true });
}

/** Opens what the room knows of a learner's attempt. */
export async function openAttempt(page: Page, name: string) {
  await page.getByRole('button', { name, exact: true }).click();
  const drawer = page.getByRole('dialog', { name });
  await drawer.getByRole('heading', { name: 'Messages' }).waitFor();
  return drawer;
}

/** Answers the dialog that asks for a reason (or for what to say) and confirms it. */
export async function giveReason(page: Page, title: string, confirm: string, text: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('textbox').last().fill(text);
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
