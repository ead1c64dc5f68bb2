import { type CpuReading, cpuPer, readCpu } from './cpu.ts';
import { type Ground, together } from './measure-end-to-end.ts';
import type { Options } from './options.ts';
import { makeLearners, prepareExam, questionsPerAttempt } from './school/prepare-exam.ts';

export type StartSpike = {
  readonly learners: number;
  /** From the first start to the last paper. */
  readonly seconds: number;
  /** From wanting to start to having the paper. */
  readonly startMs: readonly number[];
  readonly refused: number;
  /** Nobody had opened the exam's page before. */
  readonly isCold: boolean;
  /** For each start with its paper. */
  readonly cpuPerStart: CpuReading;
  /** The same of the learners themselves. */
  readonly loadCpuPerStart: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly examId: string;
};

/** How many open the page at a time, before: as many as keep the servers busy. */
const pagesAtOnce = 32;

/** A whole cohort, which has the exam's page before it, starts within a few seconds. */
export async function measureStartSpike({ school, staff, load }: Ground, options: Options): Promise<StartSpike> {
  const { spikeLearners, spikeSeconds, isCold } = options;
  const learnerIds = await makeLearners(staff, spikeLearners);
  const examId = await prepareExam(staff, learnerIds, 'BANK');
  const gathered = await load.orderLean({
    kind: 'gather',
    // None by the SDK: twenty thousand clients with clocks and sockets of their own are no single device.
    group: { examId, learnerIds, by: 'LEAN' },
    connectionCount: options.spikeConnections,
    concurrency: pagesAtOnce,
    opensPages: !isCold,
  });
  const before = readCpu(school);
  const rush = await load.orderLean({ kind: 'rush', overMs: spikeSeconds * 1_000 });
  const after = readCpu(school);
  const papers = await load.orderLean({ kind: 'papers', questionCount: questionsPerAttempt });
  const learners = papers.startMs.length;
  return {
    learners,
    seconds: rush.seconds,
    startMs: papers.startMs,
    refused: spikeLearners - learners,
    isCold,
    cpuPerStart: cpuPer(before, after, learners),
    loadCpuPerStart: (1_000 * rush.cpuSeconds) / Math.max(1, learners),
    faults: together([gathered, papers]),
    examId,
  };
}
