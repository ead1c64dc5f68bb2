import { setTimeout as delay } from 'node:timers/promises';
import type { Screen } from './screen.ts';
import { type StackPlan, serviceNames, serviceUrl } from './service-env.ts';

const timeoutMs = 120_000;
const reportEveryMs = 5_000;

/** Waits until every service says that it is ready; says every few seconds which one is awaited. */
export async function untilReady(plan: StackPlan, screen: Screen, signal: AbortSignal): Promise<void> {
  const waiting = new Map<string, string>(serviceNames.map((name) => [name, `${serviceUrl(plan, name)}/readyz`]));
  waiting.set('gateway', `http://localhost:${plan.ports.gateway}/readyz`);
  waiting.set('mailbox', `http://127.0.0.1:${plan.ports.mailbox}/`);
  const begun = performance.now();
  let reportedAt = begun;
  while (waiting.size > 0) {
    await Promise.all([...waiting].map(async ([name, url]) => void ((await isReady(url)) && waiting.delete(name))));
    const now = performance.now();
    if (waiting.size === 0) return;
    const names = [...waiting.keys()].join(', ');
    if (now - begun > timeoutMs) throw new Error(`Not ready after ${timeoutMs / 1000} s: ${names}. See the logs.`);
    if (now - reportedAt > reportEveryMs) {
      screen.line(`  waiting for ${names}`);
      reportedAt = now;
    }
    await delay(100, undefined, { signal });
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    // The mailbox answers its page only to those who ask for one.
    const headers = { accept: 'text/html, application/json' };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
