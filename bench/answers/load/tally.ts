import type { LoadSummary } from './orders.ts';

export type Tally = {
  /** Time and CPU time count from here; what was got ready before is nobody's start. */
  begin(): void;
  /** Does it and notes how long it took, or by what it failed; whether it went well. */
  time(what: 'start' | 'answer' | 'result', work: () => Promise<void>): Promise<boolean>;
  summary(): LoadSummary;
};

export function createTally(): Tally {
  let begunAt = performance.now();
  let cpu = process.cpuUsage();
  const times = { start: [] as number[], answer: [] as number[], result: [] as number[] };
  const faults = new Map<string, number>();
  return {
    begin() {
      begunAt = performance.now();
      cpu = process.cpuUsage();
    },
    async time(what, work) {
      const startedAt = performance.now();
      try {
        await work();
        times[what].push(Math.round((performance.now() - startedAt) * 100) / 100);
        return true;
      } catch (error) {
        const code = `${what}: ${error instanceof Error ? codeOf(error) : error}`;
        faults.set(code, (faults.get(code) ?? 0) + 1);
        return false;
      }
    },
    summary() {
      const { user, system } = process.cpuUsage(cpu);
      return {
        seconds: (performance.now() - begunAt) / 1_000,
        startMs: times.start,
        answerMs: times.answer,
        resultMs: times.result,
        faults: Object.fromEntries(faults),
        cpuSeconds: (user + system) / 1e6,
      };
    },
  };
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message;
