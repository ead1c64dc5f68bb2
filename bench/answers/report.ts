import { rounded } from '../gateway/statistics.ts';
import type { MachineFigures } from './calibrate.ts';
import { type FaultKind, type Findings, faultKinds } from './check/facts.ts';
import { cpuNames } from './cpu.ts';
import type { EndToEnd } from './measure-end-to-end.ts';
import type { StartSpike } from './measure-start-spike.ts';

export type WriterFigures = {
  readonly perSecond: number;
  readonly p99MsAt50k: number;
  readonly cpuSecondsPer100k: number;
};

export type Report = {
  /** Null where it was not looked at. */
  readonly machine: MachineFigures | null;
  readonly writer: WriterFigures | null;
  readonly endToEnd: EndToEnd | null;
  readonly startSpike: StartSpike | null;
  readonly findings: readonly Findings[];
};

/** The last line: one JSON object. What was not measured is null. */
export function toJson({ machine, writer, endToEnd, startSpike, findings }: Report): string {
  return JSON.stringify({
    bench: 'answers',
    writer,
    endToEnd: endToEnd && {
      perSecond: rounded(endToEnd.perSecond, 0),
      p50Ms: rounded(quantile(endToEnd.answerMs, 0.5), 2),
      p99Ms: rounded(quantile(endToEnd.answerMs, 0.99), 2),
      cpuMsPerAnswer: {
        gateway: rounded(endToEnd.cpuPerAnswer.gateway, 4),
        exam: rounded(endToEnd.cpuPerAnswer.exam, 4),
        postgres: rounded(endToEnd.cpuPerAnswer.postgres, 4),
      },
      resultP99Ms: rounded(quantile(endToEnd.halfLoad.resultMs, 0.99), 2),
    },
    startSpike: startSpike && {
      learners: startSpike.learners,
      seconds: rounded(startSpike.seconds, 2),
      p99Ms: rounded(quantile(startSpike.startMs, 0.99), 1),
      refused: startSpike.refused,
    },
    check: countFindings(findings),
    machine: machine && {
      plainCpuSecondsPer100k: rounded(machine.plainCpuSecondsPer100k, 3),
      timesAsDear: rounded(machine.timesAsDear, 2),
    },
  });
}

export function countFindings(findings: readonly Findings[]): Record<FaultKind, number> {
  const count = (kind: FaultKind) => findings.reduce((sum, each) => sum + each[kind].length, 0);
  return {
    lost: count('lost'),
    duplicated: count('duplicated'),
    afterDeadline: count('afterDeadline'),
    wrongScore: count('wrongScore'),
    boardMismatch: count('boardMismatch'),
  };
}

/** For people: all figures, and the first of what is wrong. */
export function toTable({ machine, writer, endToEnd, startSpike, findings }: Report): string {
  const lines = [machineLine(machine)];
  if (writer) lines.push(`writer: ${JSON.stringify(writer)}`);
  if (endToEnd) lines.push(...endToEndLines(endToEnd));
  if (startSpike) lines.push(...startLines(startSpike));
  for (const kind of faultKinds) {
    const found = findings.flatMap((each) => each[kind]);
    lines.push(`${kind}: ${found.length}`, ...found.slice(0, 5).map((sentence) => `  ${sentence}`));
  }
  return `${lines.join('\n')}\n`;
}

function machineLine(machine: MachineFigures | null): string {
  if (!machine) return 'machine: how dear it was just now was not measured';
  const { plainCpuSecondsPer100k, timesAsDear } = machine;
  return (
    `machine: ${timesAsDear.toFixed(2)} times as dear as where the figures to reach were set; the plain statement took ` +
    `${plainCpuSecondsPer100k.toFixed(2)} CPU seconds per 100,000 answers. All CPU figures below are as they were, not divided by it`
  );
}

function startLines({
  learners,
  seconds,
  startMs,
  refused,
  isCold,
  cpuPerStart,
  loadCpuPerStart,
  faults,
}: StartSpike): string[] {
  return [
    isCold ? 'start: nobody had opened the exam before' : 'start: everybody had opened the page of the exam before',
    `start: ${learners} learners with their paper in ${seconds.toFixed(1)} s, ${refused} without; ${spreadOf(startMs)}`,
    'CPU milliseconds per start',
    ...cpuNames.map((name) => `  ${name.padEnd(10)} ${cpuPerStart[name].toFixed(3)}`),
    `  ${'learners'.padEnd(10)} ${loadCpuPerStart.toFixed(3)}`,
    ...faultLines(faults),
  ];
}

function endToEndLines(measured: EndToEnd): string[] {
  const { answerMs, halfLoad, cpuPerAnswer, cpuWhileAnswering, resultMs, faults } = measured;
  const sum = (cpu: typeof cpuPerAnswer) => (cpu.gateway + cpu.exam + cpu.postgres).toFixed(3);
  return [
    `full load: ${measured.perSecond.toFixed(0)} answers/s; answer ${spreadOf(answerMs)}; result ${spreadOf(resultMs)}`,
    `half load: ${halfLoad.perSecond.toFixed(0)} answers/s; answer ${spreadOf(halfLoad.answerMs)}; result ${spreadOf(halfLoad.resultMs)}`,
    'CPU milliseconds per answer, with starts and results; while answering alone',
    ...cpuNames.map(
      (name) => `  ${name.padEnd(10)} ${cpuPerAnswer[name].toFixed(4)}  ${cpuWhileAnswering[name].toFixed(4)}`,
    ),
    `  gateway, exam, postgres together ${sum(cpuPerAnswer)}  ${sum(cpuWhileAnswering)}`,
    `  learners themselves, while answering ${measured.loadCpuWhileAnswering.toFixed(4)}`,
    ...faultLines(faults),
  ];
}

const faultLines = (faults: Readonly<Record<string, number>>): string[] =>
  Object.entries(faults).map(([code, count]) => `  ${count} × ${code}`);

const spreadOf = (values: readonly number[]): string =>
  `p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;

export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
