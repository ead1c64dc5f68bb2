import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { isUuid } from '../db/uuid.ts';
import { findAttempts } from './attempt.queries.ts';

/** What never changes of an attempt: enough to read an answer without asking the database. */
export type KnownAttempt = { readonly learnerId: string; readonly paperId: string; readonly seed: number };

export type KnownAttempts = {
  find(id: string): Promise<KnownAttempt | null>;
};

/** Some 250 bytes each. */
const knownMax = 400_000;
const readTogetherMax = 1_000;

/** Remembers attempts of this process; those it meets in the same moment are read together. `em` gives a fork. */
export function createKnownAttempts(em: () => EntityManager): KnownAttempts {
  const known = new LRUCache<string, KnownAttempt>({ max: knownMax });
  const loader = new DataLoader<string, KnownAttempt | null>(
    async (ids) => {
      const found = new Map((await findAttempts(em(), ids)).map((attempt) => [attempt.id, attempt]));
      return ids.map((id) => found.get(id) ?? null);
    },
    { cache: false, maxBatchSize: readTogetherMax },
  );
  return {
    async find(id) {
      const remembered = known.get(id);
      if (remembered) return remembered;
      const found = isUuid(id) ? await loader.load(id.toLowerCase()) : null;
      if (!found) return null;
      const attempt = { learnerId: found.learnerId, paperId: found.paperId, seed: found.seed };
      known.set(id, attempt);
      return attempt;
    },
  };
}
