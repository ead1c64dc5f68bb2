import type { Logger } from '@lectern/runtime';
import type { GatewayMetrics } from '../events.ts';
import type { EngineEvents } from './engine/engine-events.ts';

/** What the engine tells of itself, as figures and log lines. */
export function liveEvents(metrics: GatewayMetrics, logger: Logger): EngineEvents {
  return {
    onRun: metrics.liveEventRun,
    onWritten: metrics.liveFramesWritten,
    onSkipped: metrics.liveEventsSkipped,
    onFailed: (topic, error) => logger.error({ topic, err: error }, 'an event could not be run'),
  };
}
