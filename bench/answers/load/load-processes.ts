import { join } from 'node:path';
import { type Asked, startAsked } from '../../gateway/processes/child.ts';
import type { School } from '../school/start-school.ts';
import type { LearnerGroup, LoadOrder, LoadSummary } from './orders.ts';

type LoadProcess = Asked<LoadOrder, LoadSummary>;

/** Two processes of learners: one of the SDK's, one of lean ones, the last of them. */
export type LoadProcesses = AsyncDisposable & {
  /** The same order to both, each with its share of the learners; what came of it together. */
  order(make: (part: LoadPart) => LoadOrder): Promise<LoadSummary>;
  /** An order to the lean ones alone: one process spends less on many connections than two on half of them each. */
  orderLean(order: LoadOrder): Promise<LoadSummary>;
};

export type LoadPart = {
  readonly by: LearnerGroup['by'];
  /** Its share of something there is to share. */
  share(total: number): number;
  shareOf<T>(things: readonly T[]): readonly T[];
};

export async function startLoadProcesses(school: School, sdkPercent: number): Promise<LoadProcesses> {
  await using stack = new AsyncDisposableStack();
  const parts: { readonly part: LoadPart; readonly load: LoadProcess }[] = [];
  for (const part of partsOf(sdkPercent)) {
    const load: LoadProcess = stack.use(startAsked(join(import.meta.dirname, 'main.ts')));
    const ground = { url: school.url, key: school.issuer.key, receiptFolder: school.folder, name: part.by };
    await load.ask({ kind: 'open', ground });
    parts.push({ part, load });
  }
  const owned = stack.move();
  return {
    order: async (make) => merge(await Promise.all(parts.map(({ part, load }) => load.ask(make(part))))),
    async orderLean(order) {
      const last = parts.at(-1);
      if (!last) throw new RangeError('there is no load process');
      return last.load.ask(order);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function partsOf(sdkPercent: number): readonly LoadPart[] {
  const bySdk = (total: number) => Math.min(total, Math.max(1, Math.round((total * sdkPercent) / 100)));
  const sdk: LoadPart = { by: 'SDK', share: bySdk, shareOf: (things) => things.slice(0, bySdk(things.length)) };
  if (sdkPercent >= 100) return [sdk];
  const lean: LoadPart = {
    by: 'LEAN',
    share: (total) => Math.max(1, total - bySdk(total)),
    shareOf: (things) => things.slice(bySdk(things.length)),
  };
  return [sdk, lean];
}

function merge(summaries: readonly LoadSummary[]): LoadSummary {
  const faults = new Map<string, number>();
  for (const summary of summaries) {
    for (const [code, count] of Object.entries(summary.faults)) faults.set(code, (faults.get(code) ?? 0) + count);
  }
  return {
    seconds: Math.max(...summaries.map(({ seconds }) => seconds)),
    startMs: summaries.flatMap(({ startMs }) => startMs),
    answerMs: summaries.flatMap(({ answerMs }) => answerMs),
    resultMs: summaries.flatMap(({ resultMs }) => resultMs),
    faults: Object.fromEntries(faults),
    cpuSeconds: summaries.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  };
}
