import { writeFileSync } from 'node:fs';
import { afterAll, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { productUrl, readLogsSince } from '../_product/product.ts';
import { resultFile } from '../_product/results.ts';
import { launchChromium } from './chromium.ts';
import { watchForKeys } from './key-watch.ts';

export type Story = {
  /** A person with a browser of their own: no cookies, no storage. */
  openPage(): Promise<Page>;
  /** Another tab of the same person. */
  openTab(page: Page): Promise<Page>;
};

/** Long enough for a page on a machine that is busy; not for something that does not come. */
const actionTimeoutMs = 20_000;

let browser: Promise<Browser> | undefined;
afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

/**
 * One test in the browser. Pages are closed at its end; an error that a page did not catch fails it, and so does an
 * answer key that reaches the browser of someone who teaches nobody. A failure leaves a picture of every page, what the pages' consoles said, and what the services logged meanwhile in `e2e/.results`.
 */
export function story(name: string, tell: (story: Story) => Promise<void>): void {
  it(name, () => play(name, tell));
}

/** The same story for each of several; `%s` in the name stands for which. */
story.each =
  <Which extends string>(all: readonly Which[]) =>
  (name: string, tell: (story: Story, which: Which) => Promise<void>): void => {
    for (const which of all) story(name.replace('%s', which), (told) => tell(told, which));
  };

async function play(name: string, tell: (story: Story) => Promise<void>): Promise<void> {
  const begunAt = Date.now();
  const contexts: BrowserContext[] = [];
  const traces: Traces = { pages: [], said: [], uncaught: [] };
  const openTab = async (context: BrowserContext) => {
    const page = await context.newPage();
    watch(page, traces);
    return page;
  };
  try {
    await tell({
      async openPage() {
        const context = await openContext();
        contexts.push(context);
        return openTab(context);
      },
      openTab: (page) => openTab(page.context()),
    });
    if (traces.uncaught[0]) throw traces.uncaught[0];
  } catch (error) {
    await keepTraces(name, traces, begunAt);
    throw error;
  } finally {
    for (const context of contexts) await context.close();
  }
}

async function openContext(): Promise<BrowserContext> {
  browser ??= launchChromium();
  const context = await (await browser).newContext({
    baseURL: productUrl,
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(actionTimeoutMs);
  return context;
}

type Traces = { readonly pages: Page[]; readonly said: string[]; readonly uncaught: Error[] };

function watch(page: Page, { pages, said, uncaught }: Traces): void {
  pages.push(page);
  const who = `page ${pages.length}`;
  page.on('console', (message) => said.push(`${who} ${message.type()}: ${message.text()}`));
  page.on('requestfailed', (request) => said.push(`${who} failed: ${request.url()} ${request.failure()?.errorText}`));
  watchForKeys(page, (leak) => uncaught.push(new Error(leak)));
  page.on('pageerror', (error) => {
    said.push(`${who} uncaught: ${error.stack ?? error.message}`);
    uncaught.push(error);
  });
}

async function keepTraces(name: string, { pages, said }: Traces, begunAt: number): Promise<void> {
  for (const [index, page] of pages.entries()) {
    if (page.isClosed()) continue;
    // A page that cannot be shown any more must not hide why the scenario failed.
    await page
      .screenshot({ path: resultFile(name, `-page-${index + 1}.png`), fullPage: true, timeout: 10_000 })
      .catch((error) => writeFileSync(resultFile(name, `-page-${index + 1}.txt`), String(error)));
  }
  writeFileSync(resultFile(name, '-console.txt'), `${said.join('\n')}\n`);
  writeFileSync(resultFile(name, '-logs.txt'), `${readLogsSince(begunAt)}\n`);
}
