import { LRUCache } from 'lru-cache';
import type { Grant } from './grant.ts';
import { tokenHash } from './grant-token.ts';

/** How long an ended or renewed grant may be taken for what it was. */
const keepMs = 3_000;
const keepMax = 20_000;

/** The grant behind a token, so that a player's burst of segments costs one query. Unknown tokens are not kept. */
export function createGrantCache(find: (tokenHash: string) => Promise<Grant | null>) {
  const kept = new LRUCache<string, Grant>({ max: keepMax, ttl: keepMs });
  return async (token: string): Promise<Grant | null> => {
    const known = kept.get(token);
    if (known) return known;
    const found = await find(tokenHash(token));
    if (found) kept.set(token, found);
    return found;
  };
}
