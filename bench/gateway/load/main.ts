import { answerLines } from '../processes/lines.ts';
import { type LoadOrder, type LoadRun, runLoad } from './run-load.ts';

/** The process that asks: one load at a time, run to its end or begun and ended from outside. */
export type LoadQuestion =
  | { readonly kind: 'run'; readonly order: LoadOrder }
  | { readonly kind: 'begin'; readonly order: LoadOrder }
  | { readonly kind: 'now' }
  | { readonly kind: 'end'; readonly windows: readonly Window[] };

/** From and to, in this process's `performance.now()`. */
export type Window = readonly [number, number];

export type LoadSummary = {
  readonly at: number;
  readonly answered: number;
  readonly seconds: number;
  /** How often what went wrong. */
  readonly faults: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** p99 of requests that began inside, and outside, the windows. */
  readonly insideP99Ms: number;
  readonly outsideP99Ms: number;
};

const nothing: LoadSummary = {
  at: 0,
  answered: 0,
  seconds: 0,
  faults: {},
  p50Ms: 0,
  p99Ms: 0,
  insideP99Ms: 0,
  outsideP99Ms: 0,
};
let running: LoadRun | undefined;

await answerLines(async (question: LoadQuestion): Promise<LoadSummary> => {
  if (question.kind === 'now') return { ...nothing, at: performance.now() };
  if (question.kind === 'end') {
    running?.stop();
    return running ? summarise(running, question.windows) : nothing;
  }
  running = runLoad(question.order);
  return question.kind === 'begin' ? nothing : summarise(running, []);
});

async function summarise(run: LoadRun, windows: readonly Window[]): Promise<LoadSummary> {
  await run.ended;
  const isInside = (startedAt: number) => windows.some(([from, to]) => startedAt >= from && startedAt < to);
  return {
    at: performance.now(),
    answered: run.answered(),
    seconds: run.seconds(),
    faults: Object.fromEntries(run.faults),
    p50Ms: run.latencies.quantile(0.5),
    p99Ms: run.latencies.quantile(0.99),
    insideP99Ms: run.latencies.quantile(0.99, isInside),
    outsideP99Ms: run.latencies.quantile(0.99, (startedAt) => !isInside(startedAt)),
  };
}
