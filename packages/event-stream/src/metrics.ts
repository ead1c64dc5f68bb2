import type { Metrics } from '@lectern/runtime';
import { Counter, Gauge } from 'prom-client';

/** Several relays and consumers of one service share these, told apart by their labels. */
export function createRelayMetrics({ registry }: Metrics) {
  return {
    relayed: counter(registry, 'lectern_outbox_relayed_total', 'Events appended to a stream', ['stream']),
    lagSeconds: gauge(registry, 'lectern_outbox_lag_seconds', 'Age of the oldest event not yet relayed', ['schema']),
  };
}

export function createConsumerMetrics({ registry }: Metrics) {
  const labels = ['stream', 'group'] as const;
  return {
    consumed: counter(registry, 'lectern_stream_consumed_total', 'Events handled and acknowledged', labels),
    failed: counter(registry, 'lectern_stream_failed_total', 'Deliveries whose handler failed', labels),
    dead: counter(registry, 'lectern_stream_dead_total', 'Events moved to the dead stream', labels),
    lag: gauge(registry, 'lectern_stream_lag_entries', 'Entries the group has not acknowledged', labels),
  };
}

export type RelayMetrics = ReturnType<typeof createRelayMetrics>;
export type ConsumerMetrics = ReturnType<typeof createConsumerMetrics>;

type Registry = Metrics['registry'];

function counter<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Counter<Label> {
  const existing = registry.getSingleMetric(name);
  if (existing instanceof Counter) return existing;
  return new Counter({ name, help, labelNames, registers: [registry] });
}

function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[],
): Gauge<Label> {
  const existing = registry.getSingleMetric(name);
  if (existing instanceof Gauge) return existing;
  return new Gauge({ name, help, labelNames, registers: [registry] });
}
