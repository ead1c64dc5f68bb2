import { setTimeout as pause } from 'node:timers/promises';
import { type Contestant, told } from '../stage/contestants.ts';
import type { Stage } from '../stage/open-stage.ts';
import { everyMs, faultsOf, quietMs } from './measure-delivery.ts';

export type Storm = {
  readonly clients: number;
  readonly seconds: number;
  readonly postgresQueries: number;
  /** How they came back: with what they had missed, or with the present state. */
  readonly resumed: number;
  readonly snapshots: number;
  readonly retries: string;
  readonly faults: readonly string[];
};

const withinMs = 120_000;

/** All are cut at one moment, something changes, and goes on changing; until each has that change or a later one. */
export async function measureStorm(stage: Stage, { crowds, publish, name }: Contestant): Promise<Storm> {
  // All know exactly where they are.
  await crowds.order({ kind: 'mark', readsAll: true });
  await publish();
  await crowds.order({ kind: 'await', events: 1, quietMs });
  await crowds.order({ kind: 'mark', readsAll: false });
  const queries = await stage.queries();
  const cut = await crowds.order({ kind: 'cut', revision: stage.topics.revisionOf(name) + 1 });
  const stop = new AbortController();
  const publishing = publishUntil(publish, stop.signal);
  const back = await crowds.order({ kind: 'catchUp', withinMs });
  stop.abort();
  await publishing;
  const postgresQueries = (await stage.queries()) - queries;
  // Nobody has come back to a line that is dead.
  await crowds.order({ kind: 'mark', readsAll: true });
  await publish();
  const after = await crowds.order({ kind: 'await', events: 1, quietMs });
  return {
    clients: cut.clients,
    seconds: (back.atMs - cut.beganAtMs) / 1_000,
    postgresQueries,
    resumed: back.resumed,
    snapshots: back.snapshots,
    retries: told(back.faults),
    // Connections that had to be tried again are part of it; what was seen must be right.
    faults: [...faultsOf({ ...back, faults: {} }, 'storm'), ...faultsOf(after, 'after the storm')],
  };
}

async function publishUntil(publish: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await publish();
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
