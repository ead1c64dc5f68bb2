import { loadavg } from 'node:os';
import { quantile } from '../answers/report.ts';
import { median, spread } from '../gateway/statistics.ts';
import { cpuRatio, faultsIn, figuresOf, type Report } from './report.ts';
import type { ContestantName } from './stage/contestants.ts';

/** What was measured, for people. */
export function toTable(report: Report): string {
  const { results, storm, manyTopics, soak } = report;
  const lines = ['', `${report.subscribers} subscribers`, ...contestantLines(report), ...ratioLines(report)];
  if (results) {
    const ms = (share: number) => quantile(results.latencyMs, share).toFixed(1);
    lines.push(`a result amid events: p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms, of ${results.latencyMs.length}`);
  }
  if (storm) {
    lines.push(
      `reconnect storm: ${storm.clients} back after ${storm.seconds.toFixed(1)} s, ${storm.postgresQueries} queries;` +
        ` ${storm.resumed} resumed, ${storm.snapshots} with a snapshot; tried again: ${storm.retries}`,
    );
  }
  if (manyTopics) {
    lines.push(
      `many topics: ${manyTopics.subscribesPerSecond.toFixed(0)} subscribes/s, ${manyTopics.cpuMsPerSubscribe.toFixed(3)} ms of CPU` +
        ` and ${manyTopics.kbPerConnection.toFixed(1)} KB each; ${manyTopics.cpuUsPerDelivery.toFixed(1)} µs per delivery;` +
        ` ${manyTopics.redisTopics} channels of Redis, ${manyTopics.redisTopicsLeft} left`,
    );
  }
  if (soak) {
    lines.push(
      `soak: ${soak.minutes} minutes, RSS ${soak.rssMb.map((mb) => mb.toFixed(0)).join(' ')} MB,` +
        ` growth ${soak.rssGrowthPercent.toFixed(2)} %; left: ${JSON.stringify(soak.leaked)}; clients: ${soak.connections}`,
    );
  }
  const faults = faultsIn(report);
  lines.push(...faults.map((fault) => `WRONG: ${fault}`));
  lines.push(
    `load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
    '',
  );
  return lines.join('\n');
}

const columns = ['cpu µs', '±%', 'client µs', 'KB each', 'p50 ms', 'p99 ms', 'opened/s'] as const;

function contestantLines(report: Report): string[] {
  if (report.entered.length === 0) return [];
  const rows = report.entered.map(({ name, openedPerSecond }) => {
    const figures = figuresOf(report, name);
    const taken = report.samples.get(name) ?? [];
    const clientCpu = taken.map(({ clientCpuUs }) => clientCpuUs);
    const cpu = taken.map(({ cpuUs }) => cpuUs);
    return row(name, [
      told(figures?.cpuUsPerDelivery, 2),
      cpu.length === 0 ? '' : (50 * spread(cpu)).toFixed(0),
      told(clientCpu.length === 0 ? null : median(clientCpu), 2),
      told(figures?.kbPerConnection, 2),
      told(figures?.p50Ms, 1),
      told(figures?.p99Ms, 1),
      openedPerSecond.toFixed(0),
    ]);
  });
  return [row('', columns), ...rows];
}

function ratioLines({ samples }: Report): string[] {
  const pairs: readonly (readonly [ContestantName, ContestantName])[] = [
    ['sdk', 'bare'],
    ['foreign', 'bare'],
    ['sdk', 'naive'],
  ];
  const ratios = pairs.flatMap(([name, to]) => {
    const ratio = cpuRatio(samples, name, to);
    return ratio === null ? [] : [`${name}/${to} ${ratio.toFixed(3)}`];
  });
  return ratios.length === 0 ? [] : [`CPU per delivery: ${ratios.join(', ')}`];
}

const told = (value: number | null | undefined, digits: number): string => value?.toFixed(digits) ?? '';
const row = (name: string, cells: readonly string[]): string =>
  `${name.padEnd(10)}${cells.map((cell) => cell.padStart(10)).join('')}`;
