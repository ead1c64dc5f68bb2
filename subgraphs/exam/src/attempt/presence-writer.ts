import type { Clock } from '@lectern/runtime';
import type { IncidentKind } from './incident.ts';

/** That a learner was there, and what happened at the desk. */
export type Presence = {
  readonly attemptId: string;
  readonly incidents: readonly { readonly kind: IncidentKind; readonly secondsAgo: number }[];
};

/** What was gathered since the last flush; how long ago each was, as the database's clock decides what is now. */
export type PresenceBatch = {
  readonly seen: readonly { readonly attemptId: string; readonly ageMs: number }[];
  readonly incidents: readonly { readonly attemptId: string; readonly kind: IncidentKind; readonly ageMs: number }[];
};

export type PresenceWriterOptions = {
  readonly write: (batch: PresenceBatch) => Promise<void>;
  readonly clock: Clock;
  /** Told of what is lost: it is evidence, and nothing depends on it. */
  readonly onFailure: (error: unknown, lost: { readonly incidents: number }) => void;
  readonly everyMs?: number;
};

/** Notes who was there; the last of several reports counts. Disposing writes what is left. */
export type PresenceWriter = AsyncDisposable & { note(presence: Presence): void };

const defaultEveryMs = 1_000;
/** Learners seen between two flushes, and incidents that wait; what is beyond is dropped, and told. */
const seenMax = 400_000;
const incidentsMax = 50_000;
/** Rows of one statement. */
const writtenTogetherMax = 2_000;

/**
 * Gathers reports and writes them about once a second: 300,000 learners who report every half minute are then a few
 * statements per second, not 10,000.
 */
export function createPresenceWriter(options: PresenceWriterOptions): PresenceWriter {
  const { write, clock, onFailure, everyMs = defaultEveryMs } = options;
  const seen = new Map<string, number>();
  let incidents: { attemptId: string; kind: IncidentKind; at: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    const now = clock.now();
    const allSeen = [...seen].map(([attemptId, at]) => ({ attemptId, ageMs: now - at }));
    const allIncidents = incidents.map(({ attemptId, kind, at }) => ({ attemptId, kind, ageMs: now - at }));
    seen.clear();
    incidents = [];
    for (let from = 0; from < Math.max(allSeen.length, allIncidents.length); from += writtenTogetherMax) {
      const batch = {
        seen: allSeen.slice(from, from + writtenTogetherMax),
        incidents: allIncidents.slice(from, from + writtenTogetherMax),
      };
      try {
        await write(batch);
      } catch (error) {
        onFailure(error, { incidents: batch.incidents.length });
      }
    }
  }

  /** One flush at a time; while there is something to write there is a timer or a flush. */
  function schedule(): void {
    if (timer || flushing || (seen.size === 0 && incidents.length === 0)) return;
    timer = setTimeout(() => {
      timer = undefined;
      flushing = flush().finally(() => {
        flushing = undefined;
        schedule();
      });
    }, everyMs);
    timer.unref();
  }

  return {
    note({ attemptId, incidents: happened }) {
      const now = clock.now();
      if (seen.size < seenMax || seen.has(attemptId)) seen.set(attemptId, now);
      const room = incidentsMax - incidents.length;
      const taken = happened.slice(0, Math.max(0, room));
      incidents.push(...taken.map(({ kind, secondsAgo }) => ({ attemptId, kind, at: now - secondsAgo * 1_000 })));
      if (taken.length < happened.length) {
        onFailure(new Error('too many incidents wait'), { incidents: happened.length - taken.length });
      }
      schedule();
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      timer = undefined;
      await flushing;
      clearTimeout(timer);
      await flush();
    },
  };
}
