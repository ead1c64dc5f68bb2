import type { ExamEvents } from '../events.ts';
import type { BatchLaneEvents } from './batch-lane.ts';

export type LaneName = 'answers' | 'starts' | 'handIns';
export type WorkEvents = Pick<ExamEvents, 'workSettled' | 'workFlushed' | 'workFailed'>;

/** Counts what became of the work of a lane, each batch once. */
export function laneEvents<Outcome>(
  lane: LaneName,
  events: WorkEvents,
  kindOf: (outcome: Outcome) => string,
): BatchLaneEvents<Outcome> {
  return {
    settled(outcomes) {
      const counts = new Map<string, number>();
      for (const outcome of outcomes) {
        const kind = outcome === undefined ? 'FAILED' : kindOf(outcome);
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      for (const [outcome, count] of counts) events.workSettled({ lane, outcome, count });
    },
    refused: () => events.workSettled({ lane, outcome: 'OVERLOADED', count: 1 }),
    flushed: (fact) => events.workFlushed({ lane, ...fact }),
    failed({ count, error }) {
      events.workFailed({ lane, count, error });
      events.workSettled({ lane, outcome: 'FAILED', count });
    },
  };
}
