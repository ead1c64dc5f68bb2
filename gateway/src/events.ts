import type { Logger, Metrics } from '@lectern/runtime';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { ChannelEvents } from './live/connection/channels.ts';
import { createLiveMetrics } from './live/live-metrics.ts';
import type { PlanCacheEvents } from './plan/plan-cache.ts';
import type { SubgraphClient } from './subgraph/client.ts';

/** What the gateway counts. Labels have few values: never an id, never a text of a client. */
export type GatewayMetrics = {
  operationEnded(door: 'HTTP' | 'SOCKET' | 'LIVE', kind: string, outcome: 'ok' | 'errors', ms: number): void;
  operationRefused(code: string): void;
  subgraphAnswered(subgraph: string, outcome: string, ms: number): void;
  /** A read that was answered by one already under way. */
  subgraphShared(subgraph: string): void;
  subgraphRetried(subgraph: string): void;
  /** Shows requests under way and breakers of the clients that there are when it is looked. */
  watchSubgraphs(clients: () => Iterable<SubgraphClient>): void;
  readonly plans: PlanCacheEvents;
  /** Lines that clients follow live updates over. */
  readonly channels: ChannelEvents;
  /** An event arrived on a topic. */
  liveEventArrived(): void;
  /** An event was run for a group. */
  liveEventRun(): void;
  /** So many were written to, `ms` after the event was published where it was. */
  liveFramesWritten(count: number, ms: number | undefined): void;
  /** So many events were left out for a slow client. */
  liveEventsSkipped(count: number): void;
  watchLive(live: LiveFigures): void;
};

/** What there is at the moment. */
export type LiveFigures = {
  /** Sets of subscriptions that are told the same. */
  readonly groups: () => number;
  readonly topics: () => number;
  /** Bytes that wait for clients who do not take them. */
  readonly buffered: () => number;
};

const breakerValues = { closed: 0, 'half-open': 1, open: 2 } as const;

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createGatewayMetrics({ registry }: Metrics): GatewayMetrics {
  const registers = [registry];
  const operations = new Histogram({
    name: 'lectern_gateway_operation_seconds',
    help: 'Operations by door, kind and outcome',
    labelNames: ['door', 'kind', 'outcome'],
    buckets,
    registers,
  });
  const refusals = counter('lectern_gateway_operations_refused_total', 'Errors sent, by code', ['code']);
  const subgraphs = new Histogram({
    name: 'lectern_gateway_subgraph_seconds',
    help: 'Requests to subgraphs by outcome',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  });
  const plannings = new Histogram({
    name: 'lectern_gateway_planning_seconds',
    help: 'Plannings by outcome, waiting included',
    labelNames: ['outcome'],
    buckets,
    registers,
  });
  const planHits = counter('lectern_gateway_plan_hits_total', 'Plans that were there already', []);
  const planMisses = counter('lectern_gateway_plan_misses_total', 'Plans that had to be made', []);
  const shared = counter('lectern_gateway_subgraph_shared_total', 'Reads answered by one under way', ['subgraph']);
  const retried = counter('lectern_gateway_subgraph_retried_total', 'Requests sent a second time', ['subgraph']);
  function counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers });
  }
  function watchSubgraphs(clients: () => Iterable<SubgraphClient>): void {
    const labelNames = ['subgraph'] as const;
    new Gauge({
      name: 'lectern_gateway_subgraph_in_flight',
      help: 'Requests to subgraphs under way',
      labelNames,
      registers,
      collect() {
        for (const client of clients()) this.set({ subgraph: client.name }, client.inFlight());
      },
    });
    new Gauge({
      name: 'lectern_gateway_subgraph_breaker',
      help: 'Whether requests are let through: 0 closed, 1 trying, 2 open',
      labelNames,
      registers,
      collect() {
        for (const client of clients()) this.set({ subgraph: client.name }, breakerValues[client.breakerState()]);
      },
    });
  }

  return {
    plans: {
      onHit: () => planHits.inc(),
      onMiss: () => planMisses.inc(),
      onPlanned: (ms, outcome) => plannings.observe({ outcome }, ms / 1_000),
    },
    watchSubgraphs,
    subgraphShared: (subgraph) => shared.inc({ subgraph }),
    subgraphRetried: (subgraph) => retried.inc({ subgraph }),
    operationEnded: (door, kind, outcome, ms) => operations.observe({ door, kind, outcome }, ms / 1_000),
    operationRefused: (code) => refusals.inc({ code }),
    subgraphAnswered: (subgraph, outcome, ms) => subgraphs.observe({ subgraph, outcome }, ms / 1_000),
    ...createLiveMetrics(registry),
  };
}

export function supergraphChanged(logger: Logger, generation: string): void {
  logger.info({ generation: generation.slice(0, 12) }, 'a new supergraph has taken over');
}

export function supergraphRefused(logger: Logger, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  logger.error({ reason }, 'the changed supergraph was refused; the old one stays');
}

export function supergraphUnreadable(logger: Logger, place: string, reason: string): void {
  logger.error({ place, reason }, 'the supergraph cannot be had; the one in use stays');
}

export function planningReplaced(logger: Logger, reason: string): void {
  logger.warn({ reason }, 'the planning thread was replaced');
}
