import type { LoadSummary } from './orders.ts';

type Timed = 'page' | 'start' | 'answer' | 'result';

export type Tally = {
  /** Time and CPU time count from here; what was got ready before is nobody's start. */
  begin(): void;
  /** And until here, where it is called: what is only looked at afterwards is nobody's either. */
  end(): void;
  /** Does it and notes how long it took, or by what it failed; whether it went well. */
  time(what: Timed, work: () => Promise<void>): Promise<boolean>;
  add(what: Timed, ms: number): void;
  fail(what: Timed, error: unknown): void;
  summary(): LoadSummary;
};

export function createTally(): Tally {
  let begunAt = performance.now();
  let cpu = process.cpuUsage();
  let spent: Pick<LoadSummary, 'seconds' | 'cpuSeconds'> | undefined;
  const times: Record<Timed, number[]> = { page: [], start: [], answer: [], result: [] };
  const faults = new Map<string, number>();

  function readSpent(): Pick<LoadSummary, 'seconds' | 'cpuSeconds'> {
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: (performance.now() - begunAt) / 1_000, cpuSeconds: (user + system) / 1e6 };
  }
  const tally: Tally = {
    begin() {
      begunAt = performance.now();
      cpu = process.cpuUsage();
    },
    end() {
      spent = readSpent();
    },
    async time(what, work) {
      const startedAt = performance.now();
      try {
        await work();
        tally.add(what, performance.now() - startedAt);
        return true;
      } catch (error) {
        tally.fail(what, error);
        return false;
      }
    },
    add: (what, ms) => void times[what].push(Math.round(ms * 100) / 100),
    fail(what, error) {
      const code = `${what}: ${error instanceof Error ? codeOf(error) : error}`;
      faults.set(code, (faults.get(code) ?? 0) + 1);
    },
    summary: () => ({
      ...(spent ?? readSpent()),
      startMs: times.start,
      answerMs: times.answer,
      resultMs: times.result,
      faults: Object.fromEntries(faults),
    }),
  };
  return tally;
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message;
