import { loadavg } from 'node:os';
import type { Samples } from './measure-operation.ts';
import { cpuSpreadOf, fetchesOf, figuresOf, type Measured, ratiosOf } from './report.ts';

/** What was measured, for people. */
export function toTable({ operations, starts, latencies, swap }: Measured): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return [
    ...[...operations].flatMap(([name, samples]) => ['', ...operationLines(name, samples)]),
    '',
    ...[...starts].map(
      ([name, { readyMs, restRssMb }]) =>
        `${name}: ready after ${readyMs.toFixed(0)} ms, ${restRssMb.toFixed(0)} MB at rest`,
    ),
    ...[...latencies].map(
      ([name, { throughMs, straightMs, addedMs }]) =>
        `${name}, p99 at 1,000 requests/s: ${throughMs.toFixed(2)} ms, straight ${straightMs.toFixed(2)} ms, added ${addedMs.toFixed(2)} ms`,
    ),
    ...(swap
      ? [
          `swaps under 1,000 requests/s: ${swap.failed} failed, p99 ${swap.insideP99Ms.toFixed(2)} ms, otherwise ` +
            `${swap.outsideP99Ms.toFixed(2)} ms; took over after ${swap.takesOverMs.map((ms) => ms.toFixed(0)).join(', ')} ms`,
        ]
      : []),
    `load average ${load.join(', ')}`,
    '',
  ].join('\n');
}

const columns = ['cpu ms', '±%', 'req/s', 'p50 ms', 'p99 ms', 'rss MB', 'fetches'] as const;

function operationLines(operation: string, samples: Samples): string[] {
  const rows = [...samples].map(([name, taken]) => {
    const figures = figuresOf(taken);
    const cells = figures
      ? [
          figures.cpuMs.toFixed(3),
          (50 * (cpuSpreadOf(taken) ?? 0)).toFixed(0),
          figures.rps.toFixed(0),
          figures.p50Ms.toFixed(2),
          figures.p99Ms.toFixed(2),
          figures.rssMb.toFixed(0),
          String(fetchesOf(taken) ?? ''),
        ]
      : [];
    return row(name, cells);
  });
  const { cpuToStock, cpuToHive, rssToStock } = ratiosOf(samples);
  const ratios = [
    cpuToStock !== null && `CPU ${cpuToStock} × stock`,
    cpuToHive !== null && `${cpuToHive} × hive`,
    rssToStock !== null && `RSS ${rssToStock} × stock`,
  ].filter((ratio) => ratio !== false);
  return [row(operation, columns), ...rows, ...(ratios.length > 0 ? [`  lectern: ${ratios.join(', ')}`] : [])];
}

const row = (name: string, cells: readonly string[]): string =>
  `${name.padEnd(12)}${cells.map((cell) => cell.padStart(9)).join('')}`;
