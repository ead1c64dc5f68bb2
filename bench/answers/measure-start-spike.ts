import { type CpuReading, cpuPer, readCpu } from './cpu.ts';
import type { Ground } from './measure-end-to-end.ts';
import type { Options } from './options.ts';
import { makeLearners, prepareExam } from './school/prepare-exam.ts';

export type StartSpike = {
  readonly learners: number;
  /** From the first start to the last paper. */
  readonly seconds: number;
  /** From wanting to start to having the paper. */
  readonly startMs: readonly number[];
  readonly refused: number;
  /** For each start with its paper. */
  readonly cpuPerStart: CpuReading;
  /** The same of the learners themselves. */
  readonly loadCpuPerStart: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly examId: string;
};

/** A whole cohort opens the exam within a few seconds. */
export async function measureStartSpike({ school, staff, load }: Ground, options: Options): Promise<StartSpike> {
  const { spikeLearners, spikeSeconds } = options;
  const learnerIds = await makeLearners(staff, spikeLearners);
  const examId = await prepareExam(staff, learnerIds, 'BANK');
  const before = readCpu(school);
  const spike = await load.order(({ by, shareOf }) => ({
    kind: 'start',
    // The SDK's share is kept small: twenty thousand clients with clocks and sockets of their own are no single device.
    group: { examId, learnerIds: shareOf(learnerIds), by: by === 'SDK' ? 'LEAN' : by },
    concurrency: 1,
    overMs: spikeSeconds * 1_000,
  }));
  const refused = Object.values(spike.faults).reduce((sum, count) => sum + count, 0);
  const learners = spike.startMs.length;
  return {
    learners,
    seconds: spike.seconds,
    startMs: spike.startMs,
    refused,
    cpuPerStart: cpuPer(before, readCpu(school), learners),
    loadCpuPerStart: (1_000 * spike.cpuSeconds) / Math.max(1, learners),
    faults: spike.faults,
    examId,
  };
}
