import type { Environment } from '../environment.ts';
import { tokenLifeMs } from './token-life.ts';

export type TokenKeeper = {
  /** A token that holds for a while yet; null when nobody is signed in. */
  current(): Promise<string | null>;
  /** A token other than the one given, which the server has refused. */
  renew(refused: string | null): Promise<string | null>;
  /** Milliseconds until the kept token should be exchanged, at least 0; null without a token. */
  msUntilRenewal(): number | null;
  /** Wants another token at the next use: the server did not like this one. */
  expire(): void;
  /** Forgets the token and whatever is on its way. */
  forget(): void;
};

type KeptToken = { readonly token: string; readonly renewAt: number; readonly endsAt: number };

/**
 * Keeps one token in memory, renews it before it ends, and asks only once however many are waiting. `onToken` hears of
 * every answer that still counts.
 */
export function createTokenKeeper(
  fetchToken: () => Promise<string | null>,
  onToken: (token: string | null) => void,
  { now }: Pick<Environment, 'now'>,
): TokenKeeper {
  let kept: KeptToken | null = null;
  let pending: Promise<string | null> | null = null;
  let generation = 0;

  async function ask(): Promise<string | null> {
    const mine = generation;
    const token = await fetchToken();
    // Someone signed in or out meanwhile: what was on its way belongs to the former session.
    if (mine !== generation) return kept?.token ?? askOnce();
    kept = token === null ? null : keep(token, now());
    onToken(token);
    return token;
  }

  function askOnce(): Promise<string | null> {
    if (pending) return pending;
    const asked = ask().finally(() => {
      if (pending === asked) pending = null;
    });
    pending = asked;
    return asked;
  }

  return {
    async current() {
      if (!kept) return askOnce();
      if (now() < kept.renewAt) return kept.token;
      const { token, endsAt } = kept;
      try {
        return await askOnce();
      } catch (error) {
        if (now() < endsAt) return token;
        throw error;
      }
    },
    async renew(refused) {
      if (kept && kept.token !== refused) return kept.token;
      return askOnce();
    },
    msUntilRenewal: () => (kept ? Math.max(0, kept.renewAt - now()) : null),
    expire() {
      kept = null;
    },
    forget() {
      generation += 1;
      kept = null;
      pending = null;
    },
  };
}

/** The last fifth of its life, at most two minutes, is for renewing; measured from arrival, whatever the device's clock says. */
function keep(token: string, now: number): KeptToken {
  const lifeMs = tokenLifeMs(token);
  return { token, renewAt: now + lifeMs - Math.min(120_000, lifeMs / 5), endsAt: now + lifeMs };
}
