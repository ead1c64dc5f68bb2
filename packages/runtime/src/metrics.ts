import { collectDefaultMetrics, Registry } from 'prom-client';

/** A Prometheus registry of this service; make Counters and Histograms with `registers: [metrics.registry]`. */
export type Metrics = { readonly registry: Registry };

/** How exactly delays of the event loop are known. */
const eventLoopMs = 50;

/** Names begin with `lectern_<service>_`; labels have few values. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  // Each look at the event loop wakes the process: a hundred times a second, the default, is most of what an idle one costs.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: eventLoopMs });
  return { registry };
}
