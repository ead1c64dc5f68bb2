import type { ExamEvent } from '@lectern/events';
import type { Logger, Metrics } from '@lectern/runtime';
import { Counter } from 'prom-client';

/** Business facts: each is one log line and one counter. They never throw. */
export type ReportingEvents = {
  eventProjected(type: ExamEvent['type']): void;
  statsPublished(examId: string): void;
  resultsExported(examId: string): void;
};

export function createReportingEvents(logger: Logger, metrics: Metrics): ReportingEvents {
  const registers = [metrics.registry];
  const projected = new Counter({
    name: 'lectern_reporting_events_projected_total',
    help: 'Events taken into the read models, those seen before included',
    labelNames: ['type'],
    registers,
  });
  const published = new Counter({
    name: 'lectern_reporting_stats_published_total',
    help: 'States of exams published on live topics',
    registers,
  });
  const exported = new Counter({
    name: 'lectern_reporting_results_exported_total',
    help: 'CSV files begun',
    registers,
  });
  return {
    eventProjected(type) {
      projected.inc({ type });
      logger.debug({ type }, 'event projected');
    },
    statsPublished(examId) {
      published.inc();
      logger.debug({ examId }, 'live numbers published');
    },
    resultsExported(examId) {
      exported.inc();
      logger.info({ examId }, 'results exported');
    },
  };
}
