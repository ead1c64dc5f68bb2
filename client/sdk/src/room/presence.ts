import { failureKindOf } from '../answers/failure-kind.ts';
import type { Environment } from '../environment.ts';
import { askedWaitMs } from '../errors.ts';
import type { IncidentInput, IncidentKind } from '../generated/operations.ts';

export type PresenceOptions = {
  readonly environment: Environment;
  /** How often the learner is reported to be there, in milliseconds, give or take a fifth. */
  readonly everyMs: number;
  /** How soon an incident is told, in milliseconds, at the latest; those of that time go together. */
  readonly incidentMs: number;
  readonly report: (incidents: readonly IncidentInput[]) => Promise<unknown>;
};

export type Presence = {
  /** Notes what happened, by default just now; `at` is a moment of the environment's clock. */
  note(kind: IncidentKind, at?: number): void;
  /** Reports at once, and from now on regularly. */
  start(): void;
  stop(): void;
};

/** As many as the server takes at once. */
const incidentsAtOnce = 20;
/** A device that has been cut off for long keeps the first and the last of it. */
const incidentsMax = 200;

/** Tells the server that the learner is there, and what happened. What could not be told is told later, with its time. */
export function createPresence({ environment, everyMs, incidentMs, report }: PresenceOptions): Presence {
  const { now, random } = environment;
  let noted: { readonly kind: IncidentKind; readonly at: number }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let notBefore = 0;
  let isRunning = false;
  let isReporting = false;

  function due(inMs: number): void {
    const at = Math.max(now() + inMs, notBefore);
    if (!isRunning || at >= dueAt) return;
    clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => void tell(), at - now());
  }

  async function tell(): Promise<void> {
    clearTimeout(timer);
    dueAt = Number.POSITIVE_INFINITY;
    if (isReporting || !isRunning) return;
    isReporting = true;
    const batch = noted.slice(0, incidentsAtOnce);
    let isTold = false;
    try {
      await report(batch.map(({ kind, at }) => ({ kind, secondsAgo: Math.max(0, (now() - at) / 1000) })));
      isTold = true;
      noted = noted.filter((incident) => !batch.includes(incident));
    } catch (error) {
      // An attempt that has ended has nobody in it.
      if (failureKindOf(error) === 'REFUSED') stop();
      notBefore = now() + askedWaitMs(error);
    } finally {
      isReporting = false;
      due(isTold && noted.length > 0 ? incidentMs * random() : everyMs * (0.8 + 0.4 * random()));
    }
  }

  function stop(): void {
    isRunning = false;
    clearTimeout(timer);
    dueAt = Number.POSITIVE_INFINITY;
  }

  return {
    note(kind, at = now()) {
      if (noted.length >= incidentsMax) noted.splice(incidentsMax / 2, 1);
      noted.push({ kind, at });
      due(incidentMs * (0.5 + 0.5 * random()));
    },
    start() {
      if (isRunning) return;
      isRunning = true;
      due(incidentMs * random());
    },
    stop,
  };
}
