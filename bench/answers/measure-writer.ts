import pg from 'pg';
import { rounded } from '../gateway/statistics.ts';
import { type MachineFigures, pacePlainly, plainInFlight, saturatePlainly, toMachineFigures } from './calibrate.ts';
import type { WriterFigures } from './report.ts';
import { createAnswerSource } from './writer/answer-source.ts';
import { fillAttempts } from './writer/fill-attempts.ts';
import { type LoadFigures, pace, saturate } from './writer/load-writer.ts';
import { startServerForWriting } from './writer/start-ground.ts';

export type WriterOptions = {
  readonly attempts?: number;
  readonly questions?: number;
  readonly seconds?: number;
  readonly tell?: (line: string) => void;
};

export type WriterMeasured = { readonly figures: WriterFigures; readonly machine: MachineFigures };

/** As the service has them by itself. */
const writers = 3;
const batchMax = 1_024;
/** All statements full, and none waiting behind them. */
const inFlight = 3_072;
/** Interleaved, so that what else the machine does falls on both. */
const roundCount = 3;
const warmUpSeconds = 3;
const steadyPerSecond = 50_000;

/** The writer of answers alone on a PostgreSQL of its own; the load comes from this process, and its CPU time counts. */
export async function measureWriter(options: WriterOptions = {}): Promise<WriterMeasured> {
  const { attempts = 300_000, questions = 40, seconds = 10, tell = () => undefined } = options;
  tell(`writer: ${attempts} attempts of ${questions} questions`);
  await using server = await startServerForWriting();
  const ground = await fillAttempts(server.url, attempts, questions);
  const source = createAnswerSource(ground);
  const load = { url: server.url, postgresPid: server.pid, source, writers, batchMax };
  await saturate(load, inFlight, warmUpSeconds);
  const rounds: { readonly full: LoadFigures; readonly plain: LoadFigures }[] = [];
  for (let round = 1; round <= roundCount; round += 1) {
    const plain = await saturatePlainly(load, seconds / 2);
    tell(`plain statement, ${plainInFlight} in flight: ${lineOf(plain)}`);
    const full = await saturate(load, inFlight, seconds / 2);
    tell(`writer, ${inFlight} in flight: ${lineOf(full)}`);
    rounds.push({ full, plain });
  }
  const full = medianRound(rounds.map((round) => round.full));
  const plain = medianRound(rounds.map((round) => round.plain));
  tell(
    `writer: ${(full.cpuSecondsPer100k / plain.cpuSecondsPer100k).toFixed(2)} of the plain statement's CPU time per answer`,
  );
  const steadyPlain = await pacePlainly(load, steadyPerSecond, seconds / 2);
  tell(`plain statement, ${steadyPerSecond}/s: ${lineOf(steadyPlain)}`);
  const steady = await pace(load, steadyPerSecond, seconds);
  tell(`writer, ${steadyPerSecond}/s: ${lineOf(steady)}`);
  await expectRows(server.url, source.distinct());
  const figures = {
    perSecond: rounded(full.perSecond, 0),
    p99MsAt50k: rounded(steady.p99Ms, 1),
    cpuSecondsPer100k: rounded(full.cpuSecondsPer100k, 3),
  };
  return { figures, machine: toMachineFigures(plain.cpuSecondsPer100k) };
}

function medianRound(rounds: readonly LoadFigures[]): LoadFigures {
  const middle = rounds.toSorted((one, other) => one.perSecond - other.perSecond)[Math.floor(rounds.length / 2)];
  if (!middle) throw new Error('there was no round');
  return middle;
}

function lineOf(figures: LoadFigures): string {
  const {
    perSecond,
    refused,
    p50Ms,
    p99Ms,
    nodeCpuSecondsPer100k,
    postgresCpuSecondsPer100k,
    answersPerFlush,
    flushMs,
  } = figures;
  return (
    `${perSecond.toFixed(0)} answers/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms; CPU seconds per 100,000: ` +
    `${nodeCpuSecondsPer100k.toFixed(3)} Node with the load, ${postgresCpuSecondsPer100k.toFixed(3)} PostgreSQL; ` +
    `${refused} refused${answersPerFlush === null || flushMs === null ? '' : `, ${answersPerFlush.toFixed(0)} answers in ${flushMs.toFixed(1)} ms per flush`}`
  );
}

/** Every receipt has its row. */
async function expectRows(url: string, expected: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from exam.answer');
  await client.end();
  if (rows[0]?.count !== expected) throw new Error(`${expected} answers have receipts, ${rows[0]?.count} are stored`);
}
