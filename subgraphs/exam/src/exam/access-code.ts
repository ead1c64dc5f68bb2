import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@lectern/runtime';
import { LRUCache } from 'lru-cache';
import { examErrors } from './exam.errors.ts';

/**
 * Whether what a learner typed is the code. Codes are read aloud and copied from boards: spaces around it, case, and
 * the width of letters do not matter. The time it takes tells nothing of the code.
 */
export function isAccessCode(given: string, code: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(code));
}

function digestOf(code: string): Buffer {
  return createHash('sha256').update(code.normalize('NFKC').trim().toLowerCase()).digest();
}

/** Counts wrong codes, so that nobody finds one by trying. */
export type CodeTries = {
  /** Throws ACCESS_CODE_WRONG, or ACCESS_CODE_TRIES_USED with the time to wait; an exam without a code asks for none. */
  check(
    exam: { readonly id: string; readonly accessCode: string | null },
    learnerId: string,
    given: string | null | undefined,
  ): void;
};

export const triesMax = 10;
export const triesWindowMs = 600_000;
/** Learners remembered at most, of one process. */
const rememberedMax = 100_000;

type Tries = { count: number; readonly since: number };

export function createCodeTries(clock: Clock): CodeTries {
  const wrong = new LRUCache<string, Tries>({ max: rememberedMax });
  return {
    check({ id, accessCode }, learnerId, given) {
      if (accessCode === null) return;
      const key = `${id} ${learnerId}`;
      const now = clock.now();
      const known = wrong.get(key);
      const tries = known && now - known.since < triesWindowMs ? known : { count: 0, since: now };
      if (tries.count >= triesMax) {
        const retryAfterMs = tries.since + triesWindowMs - now;
        throw examErrors.make('ACCESS_CODE_TRIES_USED', { facts: { retryAfterMs } });
      }
      if (given !== null && given !== undefined && isAccessCode(given, accessCode)) return void wrong.delete(key);
      // That nothing was typed is how a client finds out that it is asked for.
      if (given !== null && given !== undefined) wrong.set(key, { ...tries, count: tries.count + 1 });
      throw examErrors.make('ACCESS_CODE_WRONG');
    },
  };
}
