import { quantile } from '../answers/report.ts';
import { median, rounded } from '../gateway/statistics.ts';
import type { Sample, Samples } from './parts/measure-delivery.ts';
import type { ManyTopics } from './parts/measure-many-topics.ts';
import type { Results } from './parts/measure-results.ts';
import type { Soak } from './parts/measure-soak.ts';
import type { Storm } from './parts/measure-storm.ts';
import { type ContestantName, contestantNames } from './stage/contestants.ts';

export type Report = {
  readonly subscribers: number;
  readonly entered: readonly {
    readonly name: ContestantName;
    readonly kbPerConnection: number;
    readonly openedPerSecond: number;
  }[];
  readonly samples: Samples;
  readonly results: Results | undefined;
  readonly storm: Storm | undefined;
  readonly manyTopics: ManyTopics | undefined;
  readonly soak: Soak | undefined;
};

/** The last line: one JSON object. What was not measured is null. */
export function toJson(report: Report): string {
  const { subscribers, results, storm, manyTopics, soak } = report;
  return JSON.stringify({
    bench: 'live',
    subscribers,
    ...Object.fromEntries(contestantNames.map((name) => [name, figuresOf(report, name)])),
    attemptResultP99Ms: results ? rounded(quantile(results.latencyMs, 0.99), 1) : null,
    reconnectStorm: storm
      ? { clients: storm.clients, seconds: rounded(storm.seconds, 2), postgresQueries: storm.postgresQueries }
      : null,
    manyTopics: manyTopics
      ? {
          cpuUsPerDelivery: rounded(manyTopics.cpuUsPerDelivery, 2),
          kbPerConnection: rounded(manyTopics.kbPerConnection, 2),
          subscribesPerSecond: rounded(manyTopics.subscribesPerSecond, 0),
          redisTopicsLeft: manyTopics.redisTopicsLeft,
        }
      : null,
    soak: soak
      ? { minutes: soak.minutes, rssGrowthPercent: rounded(soak.rssGrowthPercent, 2), leaks: soak.leaks }
      : null,
  });
}

export type Figures = Record<'cpuUsPerDelivery' | 'kbPerConnection' | 'p50Ms' | 'p99Ms', number | null>;

export function figuresOf({ entered, samples }: Report, name: ContestantName): Figures | null {
  const one = entered.find((each) => each.name === name);
  if (!one) return null;
  const taken = samples.get(name) ?? [];
  const latencyMs = taken.flatMap((sample) => sample.latencyMs);
  const ifTaken = (value: () => number, digits: number) => (taken.length === 0 ? null : rounded(value(), digits));
  return {
    cpuUsPerDelivery: ifTaken(() => median(taken.map(({ cpuUs }) => cpuUs)), 2),
    kbPerConnection: rounded(one.kbPerConnection, 2),
    p50Ms: ifTaken(() => quantile(latencyMs, 0.5), 1),
    p99Ms: ifTaken(() => quantile(latencyMs, 0.99), 1),
  };
}

/** The median of the ratios of the rounds: what the machine did beside it in one of them was done to both. */
export function cpuRatio(samples: Samples, name: ContestantName, to: ContestantName): number | null {
  const others: readonly Sample[] = samples.get(to) ?? [];
  const ratios = (samples.get(name) ?? []).map(({ cpuUs }, round) => cpuUs / (others[round]?.cpuUs ?? Number.NaN));
  return ratios.length === 0 || ratios.some(Number.isNaN) ? null : median(ratios);
}

/** What must not be. That the naive server falls behind is what it is there to show. */
export function faultsIn({ samples, results, storm, manyTopics, soak }: Report): readonly string[] {
  return [
    ...[...samples].flatMap(([, taken]) => taken.flatMap(({ faults }) => faults)),
    ...[results, storm, manyTopics, soak].flatMap((part) => part?.faults ?? []),
  ];
}
