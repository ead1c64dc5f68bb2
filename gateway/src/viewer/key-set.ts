import type { Clock } from '@lectern/runtime';
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { viewerErrors } from './viewer.errors.ts';

export type KeySet = {
  /** Finds the key of a token; throws AUTHENTICATION_UNAVAILABLE while no keys could be fetched at all. */
  readonly find: JWTVerifyGetKey;
  /** Rejects while there are no keys. */
  isUsable(): Promise<void>;
};

/** Keys rotate: a set this old is fetched again, in the background. */
const maxAgeMs = 600_000;
/** An unknown key id makes the set be fetched again, but forged tokens must not make every request do so. */
const coolDownMs = 10_000;

/** The identity provider's public keys, kept; fetched once for many who ask at the same time. */
export function createKeySet(fetchKeys: () => Promise<unknown>, clock: Clock): KeySet {
  let keys: JWTVerifyGetKey | undefined;
  let fetchedAt = 0;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  async function refresh(): Promise<void> {
    attemptedAt = clock.now();
    const set = await fetchKeys();
    if (!isKeySet(set)) throw new Error('the answer is no JSON Web Key Set');
    keys = createLocalJWKSet(set);
    fetchedAt = clock.now();
  }
  function refreshOnce(): Promise<void> {
    running ??= refresh().finally(() => {
      running = undefined;
    });
    return running;
  }
  const mayRefresh = () => clock.now() - attemptedAt >= coolDownMs;

  async function load(): Promise<JWTVerifyGetKey> {
    try {
      if (!keys) await refreshOnce();
      else if (clock.now() - fetchedAt > maxAgeMs && mayRefresh()) refreshOnce().catch(() => undefined);
    } catch (cause) {
      throw viewerErrors.make('AUTHENTICATION_UNAVAILABLE', { cause });
    }
    if (!keys) throw viewerErrors.make('AUTHENTICATION_UNAVAILABLE');
    return keys;
  }

  return {
    async find(header, token) {
      const known = await load();
      try {
        return await known(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || !mayRefresh()) throw error;
        await refreshOnce().catch(() => undefined);
        return (await load())(header, token);
      }
    },
    async isUsable() {
      await load();
    },
  };
}

function isKeySet(value: unknown): value is { keys: object[] } {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
}
