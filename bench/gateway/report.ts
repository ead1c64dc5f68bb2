import { loadavg } from 'node:os';
import { type ContestantName, contestantNames } from './contestants.ts';
import type { AddedLatency } from './measure-added-latency.ts';
import type { Sample, Samples } from './measure-operation.ts';
import type { Start } from './measure-start.ts';
import type { Swap } from './measure-swap.ts';
import type { OperationName } from './operations.ts';
import { median, rounded, spread } from './statistics.ts';

export type Measured = {
  readonly rounds: number;
  readonly operations: ReadonlyMap<OperationName, Samples>;
  readonly starts: ReadonlyMap<ContestantName, Start>;
  readonly latencies: ReadonlyMap<ContestantName, AddedLatency>;
  readonly swap: Swap | undefined;
};

type Figures = Record<'cpuMs' | 'rps' | 'p50Ms' | 'p99Ms' | 'rssMb', number>;

/** The last line of the bench. What was not measured, or cannot be done by a gateway, is null. */
export function toJson({ rounds, operations, starts, latencies, swap }: Measured): string {
  const perOperation = <T>(make: (samples: Samples) => T) =>
    Object.fromEntries([...operations].map(([name, samples]) => [name, make(samples)]));
  const lectern = starts.get('lectern');
  return JSON.stringify({
    bench: 'gateway',
    rounds,
    ops: perOperation((samples) => perContestant((name) => figuresOf(samples.get(name)))),
    addedP99Ms: numberOrNull(latencies.get('lectern')?.addedMs, 3),
    swap: swap ? { failed: swap.failed, p99Ratio: rounded(swap.p99Ratio, 2) } : null,
    readyMs: numberOrNull(lectern?.readyMs, 0),
    restRssMb: numberOrNull(lectern?.restRssMb, 1),
    ratios: perOperation(ratiosOf),
    details: {
      cpuSpread: perOperation((samples) => perContestant((name) => cpuSpreadOf(samples.get(name)))),
      fetches: perOperation((samples) => perContestant((name) => fetchesOf(samples.get(name)))),
      starts: roundedAll(starts),
      addedLatency: roundedAll(latencies),
      swap: swap
        ? {
            insideP99Ms: rounded(swap.insideP99Ms, 2),
            outsideP99Ms: rounded(swap.outsideP99Ms, 2),
            takesOverMs: swap.takesOverMs.map((ms) => rounded(ms, 0)),
          }
        : null,
      loadAverage: loadavg().map((load) => rounded(load, 2)),
    },
  });
}

export type Ratios = {
  readonly cpuToStock: number | null;
  readonly cpuToHive: number | null;
  readonly rssToStock: number | null;
};

export function ratiosOf(samples: Samples): Ratios {
  const lectern = figuresOf(samples.get('lectern'));
  const stock = figuresOf(samples.get('stock'));
  const hive = figuresOf(samples.get('hive'));
  return {
    cpuToStock: lectern && stock && rounded(lectern.cpuMs / stock.cpuMs, 3),
    cpuToHive: lectern && hive && rounded(lectern.cpuMs / hive.cpuMs, 3),
    rssToStock: lectern && stock && rounded(lectern.rssMb / stock.rssMb, 3),
  };
}

export function figuresOf(samples: readonly Sample[] | undefined): Figures | null {
  if (!samples || samples.length === 0) return null;
  const middle = (key: keyof Figures, digits: number) => rounded(median(samples.map((sample) => sample[key])), digits);
  return {
    cpuMs: middle('cpuMs', 4),
    rps: middle('rps', 0),
    p50Ms: middle('p50Ms', 2),
    p99Ms: middle('p99Ms', 2),
    rssMb: middle('rssMb', 1),
  };
}

/** Least to greatest round, as a share of the median. */
export const cpuSpreadOf = (samples: readonly Sample[] = []): number | null =>
  samples.length === 0 ? null : rounded(spread(samples.map(({ cpuMs }) => cpuMs)), 3);

export const fetchesOf = (samples: readonly Sample[] = []): number | null =>
  samples.length === 0 ? null : rounded(median(samples.map(({ fetches }) => fetches)), 2);

const perContestant = <T>(make: (name: ContestantName) => T): Record<string, T> =>
  Object.fromEntries(contestantNames.map((name) => [name, make(name)]));

const numberOrNull = (value: number | undefined, digits: number): number | null =>
  value === undefined ? null : rounded(value, digits);

const roundedAll = (figures: ReadonlyMap<string, Readonly<Record<string, number>>>) =>
  Object.fromEntries(
    [...figures].map(([name, each]) => [
      name,
      Object.fromEntries(Object.entries(each).map(([key, value]) => [key, rounded(value, 2)])),
    ]),
  );
