import type { Locator, Page } from 'playwright-core';

/** A green square of 8 by 8, as a PNG. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mPQ6InCihiGlgQAU85DgfONZxkAAAAASUVORK5CYII=',
  'base64',
);

/** Chooses in a combobox by what is written on the option. */
export async function pick(within: Page | Locator, page: Page, label: string, option: string | RegExp): Promise<void> {
  await within.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Types entries into a field that keeps several. */
export async function enter(within: Locator, label: string, entries: readonly string[]): Promise<void> {
  const field = within.getByLabel(label, { exact: true });
  for (const entry of entries) {
    await field.fill(entry);
    await field.press('Enter');
  }
}

/** Opens the dialog for a new question, of one kind, with its prompt and points. */
export async function beginQuestion(page: Page, kind: string, prompt: string, points = '1'): Promise<Locator> {
  await page.getByRole('button', { name: 'Add question', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Add question' });
  await dialog.waitFor();
  if (kind !== 'Single choice') await pick(dialog, page, 'Kind', kind);
  await dialog.getByLabel('Points', { exact: true }).fill(points);
  await dialog.getByLabel('Question', { exact: true }).fill(prompt);
  return dialog;
}

/** Sends the dialog; it must close. */
export async function finishQuestion(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Fills `Choice 1` … and marks those that are right. */
export async function fillChoices(
  dialog: Locator,
  mark: 'radio' | 'checkbox',
  texts: readonly string[],
  right: readonly number[],
): Promise<void> {
  for (const [index, text] of texts.entries())
    await dialog.getByLabel(`Choice ${index + 1}`, { exact: true }).fill(text);
  for (const number of right) await dialog.getByRole(mark, { name: `Choice ${number} is right` }).check();
}

/** Adds a picture with words for those who cannot see it. */
export async function addPicture(page: Page, dialog: Locator, button: string, alt: string): Promise<void> {
  await dialog.getByRole('button', { name: button, exact: true }).click();
  const chooser = page.getByRole('dialog', { name: 'Add a picture' });
  await chooser.locator('input[type=file]').setInputFiles({ name: 'cell.png', mimeType: 'image/png', buffer: picture });
  await chooser.getByRole('button', { name: 'Use this picture' }).click();
  await chooser.getByText('Say what the picture shows').waitFor();
  await chooser.getByLabel('What the picture shows').fill(alt);
  await chooser.getByRole('button', { name: 'Use this picture' }).click();
  await chooser.waitFor({ state: 'hidden' });
}
