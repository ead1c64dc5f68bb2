import { collectDefaultMetrics, Registry } from 'prom-client';

/** A Prometheus registry of this service; make Counters and Histograms with `registers: [metrics.registry]`. */
export type Metrics = { readonly registry: Registry };

/** Names begin with `lectern_<service>_`; labels have few values. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return { registry };
}
