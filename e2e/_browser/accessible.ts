import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with every serious or critical thing that axe finds on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], rules: { region: { enabled: true } } })`,
  );
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  if (bad.length === 0) return;
  const told = bad.map(({ id, impact, help, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => `    ${target.join(' ')}\n      ${failureSummary}`);
    return `  ${id} (${impact}): ${help}\n${places.join('\n')}`;
  });
  throw new Error(`${page.url()} is not accessible:\n${told.join('\n')}`);
}
