import { setTimeout as delay } from 'node:timers/promises';
import { createAnswerLane, createWaitingRoom, createWriterPool } from '@lectern/exam/writer';
import { Pool } from 'pg';
import { cpuMsOf } from '../../gateway/processes/usage.ts';
import { quantile } from '../report.ts';
import type { AnswerSource } from './answer-source.ts';
import { createPlainLane, type Lane } from './plain-lane.ts';

export type WriterLoad = {
  readonly url: string;
  /** Of the server: with it its CPU time is read. */
  readonly postgresPid: number;
  readonly source: AnswerSource;
  readonly writers: number;
  readonly batchMax: number;
  /** The product's writer, or the statement as one writes it down first. */
  readonly who?: 'LECTERN' | 'PLAIN';
};

export type LoadFigures = {
  readonly perSecond: number;
  /** With OVERLOADED; to be none. */
  readonly refused: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuSecondsPer100k: number;
  readonly nodeCpuSecondsPer100k: number;
  readonly postgresCpuSecondsPer100k: number;
  /** Null where nobody counted. */
  readonly answersPerFlush: number | null;
  readonly flushMs: number | null;
};

/** So many in flight, each followed by another the moment it has its receipt. */
export async function saturate(load: WriterLoad, inFlight: number, seconds: number): Promise<LoadFigures> {
  return measure(load, seconds, async (save, until) => {
    const loop = async () => {
      while (performance.now() < until) await save();
    };
    await Promise.all(Array.from({ length: inFlight }, loop));
  });
}

/** So many a second, whatever becomes of them; latency counts from when each was due. */
export async function pace(load: WriterLoad, perSecond: number, seconds: number): Promise<LoadFigures> {
  return measure(load, seconds, async (save, until) => {
    const startedAt = performance.now();
    let pending = 0;
    const settle = () => {
      pending -= 1;
    };
    for (let sent = 0; performance.now() < until; ) {
      const due = ((performance.now() - startedAt) * perSecond) / 1_000;
      for (; sent < due; sent += 1) {
        pending += 1;
        void save(startedAt + (sent * 1_000) / perSecond).then(settle);
      }
      await delay(1);
    }
    while (pending > 0) await delay(1);
  });
}

type Save = (dueAt?: number) => Promise<void>;

async function measure(
  { url, postgresPid, source, writers, batchMax, who = 'LECTERN' }: WriterLoad,
  seconds: number,
  run: (save: Save, until: number) => Promise<void>,
): Promise<LoadFigures> {
  const pool =
    who === 'PLAIN'
      ? new Pool({ connectionString: url, max: writers })
      : createWriterPool(url, writers, { warn: () => undefined });
  const latencies: number[] = [];
  let flushes = 0;
  let flushSeconds = 0;
  let refused = 0;
  const ours = (): Lane =>
    createAnswerLane({
      pool,
      writers,
      batchMax,
      room: createWaitingRoom(20_000),
      clock: { now: () => performance.now() },
      events: {
        workSettled: ({ outcome, count }) => {
          if (outcome === 'OVERLOADED') refused += count;
          else if (outcome !== 'STORED') throw new Error(`${count} answers were not stored: ${outcome}`);
        },
        workFlushed: (fact) => {
          flushes += 1;
          flushSeconds += fact.seconds;
        },
        workFailed: ({ error }) => {
          throw error;
        },
      },
    });
  const lane = who === 'PLAIN' ? createPlainLane(pool, writers, batchMax) : ours();
  const save: Save = (dueAt = performance.now()) => {
    const answer = source.next();
    return lane.add(answer).then(
      () => void latencies.push(performance.now() - dueAt),
      // Refused: to be sent again later, which here it is not; so nobody can say how long it took.
      () => {
        source.giveBack(answer);
        latencies.push(Number.POSITIVE_INFINITY);
      },
    );
  };
  const before = readCpu(postgresPid);
  const startedAt = performance.now();
  await run(save, startedAt + seconds * 1_000);
  const took = (performance.now() - startedAt) / 1_000;
  const after = readCpu(postgresPid);
  await lane[Symbol.asyncDispose]();
  await pool.end();
  const per100k = (ms: number) => (ms / (latencies.length - refused)) * 100;
  const [node, postgres] = [per100k(after.node - before.node), per100k(after.postgres - before.postgres)];
  return {
    perSecond: (latencies.length - refused) / took,
    refused,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    cpuSecondsPer100k: node + postgres,
    nodeCpuSecondsPer100k: node,
    postgresCpuSecondsPer100k: postgres,
    answersPerFlush: flushes === 0 ? null : (latencies.length - refused) / flushes,
    flushMs: flushes === 0 ? null : (flushSeconds * 1_000) / flushes,
  };
}

/** Of this process, the load included, and of PostgreSQL with all its backends. */
function readCpu(postgresPid: number): { readonly node: number; readonly postgres: number } {
  const { user, system } = process.cpuUsage();
  return { node: (user + system) / 1_000, postgres: cpuMsOf(postgresPid) };
}
