import { type CpuReading, cpuPer, readCpu } from './cpu.ts';
import type { LoadProcesses } from './load/load-processes.ts';
import type { LoadOrder, LoadSummary } from './load/orders.ts';
import type { Options } from './options.ts';
import { makeLearners, prepareExam, questionsPerAttempt, type Staff } from './school/prepare-exam.ts';
import type { School } from './school/start-school.ts';

export type EndToEnd = {
  /** Answers a second while everybody answers. */
  readonly perSecond: number;
  readonly answerMs: readonly number[];
  /** Everything from the start to the result, over the answers. */
  readonly cpuPerAnswer: CpuReading;
  /** While there are answers alone. */
  readonly cpuWhileAnswering: CpuReading;
  /** Of the learners themselves meanwhile. */
  readonly loadCpuWhileAnswering: number;
  readonly resultMs: readonly number[];
  /** At half load. */
  readonly halfLoad: {
    readonly perSecond: number;
    readonly answerMs: readonly number[];
    readonly resultMs: readonly number[];
  };
  readonly faults: Readonly<Record<string, number>>;
  readonly examIds: readonly string[];
};

export type Ground = { readonly school: School; readonly staff: Staff; readonly load: LoadProcesses };

/** How many exams run side by side at half load; each learner thinks long enough for that. */
const halfLoadConcurrency = 400;

export async function measureEndToEnd(ground: Ground, options: Options): Promise<EndToEnd> {
  const { school, staff, load } = ground;
  const full = await openExam(staff, options.learners);
  // Everybody's code is compiled and caches are filled by a few others first.
  const warm = await openExam(staff, Math.min(100, options.learners));
  await load.order(({ by, shareOf, share }): LoadOrder => {
    const group = { examId: warm.examId, learnerIds: shareOf(warm.learnerIds), by };
    return { kind: 'sit', group, concurrency: share(options.concurrency), thinkMs: 0 };
  });
  const cpu = [readCpu(school)];
  const start = await load.order(({ by, shareOf, share }): LoadOrder => {
    const group = { examId: full.examId, learnerIds: shareOf(full.learnerIds), by };
    return { kind: 'start', group, concurrency: share(options.concurrency) };
  });
  cpu.push(readCpu(school));
  const answers = await load.order(({ share }) => ({ kind: 'answer', concurrency: share(options.concurrency) }));
  cpu.push(readCpu(school));
  const handIn = await load.order(({ share }) => ({ kind: 'handIn', concurrency: share(options.concurrency) }));
  cpu.push(readCpu(school));
  const count = answers.answerMs.length;
  const [begun, beforeAnswers, afterAnswers, ended] = cpu;
  if (!begun || !beforeAnswers || !afterAnswers || !ended) throw new RangeError('a reading is missing');
  const perSecond = count / answers.seconds;
  const { half, examId } = await measureHalfLoad(ground, options, perSecond / 2);
  return {
    perSecond,
    answerMs: answers.answerMs,
    cpuPerAnswer: cpuPer(begun, ended, count),
    cpuWhileAnswering: cpuPer(beforeAnswers, afterAnswers, count),
    loadCpuWhileAnswering: (1_000 * answers.cpuSeconds) / Math.max(1, count),
    resultMs: handIn.resultMs,
    halfLoad: { perSecond: half.answerMs.length / half.seconds, answerMs: half.answerMs, resultMs: half.resultMs },
    faults: together([start, answers, handIn, half]),
    examIds: [warm.examId, full.examId, examId],
  };
}

async function openExam(staff: Staff, count: number) {
  const learnerIds = await makeLearners(staff, count);
  return { learnerIds, examId: await prepareExam(staff, learnerIds, 'BANK') };
}

/** Learners come, think, answer and hand in all the time, so that results come out among the answers of others. */
async function measureHalfLoad({ staff, load }: Ground, { halfLoadSeconds }: Options, perSecond: number) {
  const count = Math.ceil((perSecond * halfLoadSeconds) / questionsPerAttempt);
  const concurrency = Math.min(halfLoadConcurrency, count);
  const exam = await openExam(staff, count);
  const thinkMs = (1_000 * concurrency) / perSecond;
  const half = await load.order(({ by, shareOf, share }): LoadOrder => {
    const group = { examId: exam.examId, learnerIds: shareOf(exam.learnerIds), by };
    return { kind: 'sit', group, concurrency: share(concurrency), thinkMs };
  });
  return { half, examId: exam.examId };
}

/** All faults of several orders. */
export function together(summaries: readonly LoadSummary[]): Record<string, number> {
  const faults: Record<string, number> = {};
  for (const summary of summaries) {
    for (const [code, count] of Object.entries(summary.faults)) faults[code] = (faults[code] ?? 0) + count;
  }
  return faults;
}
