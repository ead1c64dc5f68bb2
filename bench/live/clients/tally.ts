/** What a crowd of clients counts together. */
export type Tally = {
  readsAll: boolean;
  events: number;
  gaps: number;
  disorder: number;
  resumed: number;
  snapshots: number;
  /** Clients that have seen `target`, and when the last of them did. */
  caughtUp: number;
  target: number;
  lastAtMs: number;
  readonly latencyMs: number[];
  readonly faults: Map<string, number>;
};

export function createTally(): Tally {
  return {
    readsAll: false,
    events: 0,
    gaps: 0,
    disorder: 0,
    resumed: 0,
    snapshots: 0,
    caughtUp: 0,
    target: Number.POSITIVE_INFINITY,
    lastAtMs: 0,
    latencyMs: [],
    faults: new Map(),
  };
}

export function markTally(tally: Tally, readsAll: boolean): void {
  tally.readsAll = readsAll;
  tally.events = 0;
  tally.gaps = 0;
  tally.disorder = 0;
  tally.resumed = 0;
  tally.snapshots = 0;
  tally.latencyMs.length = 0;
  tally.faults.clear();
}

export const addFault = ({ faults }: Tally, fault: string): void =>
  void faults.set(fault, (faults.get(fault) ?? 0) + 1);
