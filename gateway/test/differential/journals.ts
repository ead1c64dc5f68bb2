import type { Journals } from './world/resolve-in-subgraph.ts';

const stores = new Map<string, Map<unknown, string[]>>();

/** What mutations remember: the subgraphs of a supergraph share one journal for each run, the merged schema has its own. */
export function createJournals(side: string): Journals {
  const store = stores.get(side) ?? new Map<unknown, string[]>();
  stores.set(side, store);
  return {
    of(session) {
      const journal = store.get(session) ?? [];
      store.set(session, journal);
      return journal;
    },
  };
}
