import { createAnswerSource } from './writer/answer-source.ts';
import { fillAttempts } from './writer/fill-attempts.ts';
import { type LoadFigures, pace, saturate, type WriterLoad } from './writer/load-writer.ts';
import { startServerForWriting } from './writer/start-ground.ts';

/**
 * How dear the machine is at the time of a run. Machines that others use too differ by a factor of two from one hour to
 * the next; the statement as one writes it down first is the same everywhere, and cost 1.47 CPU seconds per 100,000
 * answers where the figures to reach were set.
 */
export type MachineFigures = { readonly plainCpuSecondsPer100k: number; readonly timesAsDear: number };

const plainCpuSecondsWhereSet = 1.47;

export function toMachineFigures(plainCpuSecondsPer100k: number): MachineFigures {
  return { plainCpuSecondsPer100k, timesAsDear: plainCpuSecondsPer100k / plainCpuSecondsWhereSet };
}

/** As it was first measured: two connections, 1,024 in flight. */
const writers = 2;
const batchMax = 512;
export const plainInFlight = 1_024;

export function saturatePlainly(load: WriterLoad, seconds: number): Promise<LoadFigures> {
  return saturate({ ...load, who: 'PLAIN', writers, batchMax }, plainInFlight, seconds);
}

export function pacePlainly(load: WriterLoad, perSecond: number, seconds: number): Promise<LoadFigures> {
  return pace({ ...load, who: 'PLAIN', writers, batchMax }, perSecond, seconds);
}

const calibration = { attempts: 100_000, questions: 40, warmUpSeconds: 2, seconds: 4, logFiles: 40 } as const;

/** Some seconds of the plain statement, for a run that does not measure the writer. */
export async function calibrate(): Promise<MachineFigures> {
  const { attempts, questions, warmUpSeconds, seconds, logFiles } = calibration;
  await using server = await startServerForWriting({ logFiles });
  const source = createAnswerSource(await fillAttempts(server.url, attempts, questions));
  const load = { url: server.url, postgresPid: server.pid, source, writers, batchMax };
  await saturatePlainly(load, warmUpSeconds);
  return toMachineFigures((await saturatePlainly(load, seconds)).cpuSecondsPer100k);
}
