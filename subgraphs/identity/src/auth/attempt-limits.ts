import { createHash } from 'node:crypto';
import type { LecternError } from '@lectern/errors';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { SignInLimits } from '../config.ts';
import { authErrors } from './auth.errors.ts';

/** One try of a secret: a password at sign-in, the present one at its change. */
export type Attempt = {
  /** The secret was right: failures of this account from this address are forgotten. */
  succeeded(): Promise<void>;
  /** It was wrong. */
  failed(): Promise<void>;
  /** It never came to a comparison; it counts for nothing. */
  undecided(): Promise<void>;
};

export type AttemptLimits = {
  /** Throws SIGN_IN_ATTEMPTS_EXCEEDED with `retryAfterSeconds`. Every attempt that begins must end in one of its ways. */
  begin(address: string, account: string): Promise<Attempt>;
  /** Counts a request that costs us something whoever sends it; throws AUTH_REQUESTS_EXCEEDED with `retryAfterSeconds`. */
  countRequest(kind: RequestKind, key: string): Promise<void>;
};

export type RequestKind = keyof typeof requestLimits;

const windowSeconds = 15 * 60;

/** Requests per window. Generous where a whole school comes from one address at eight in the morning. */
const requestLimits = {
  signUpFromAddress: 300,
  providerSignInFromAddress: 5_000,
  passwordResetFromAddress: 100,
  passwordResetForAccount: 5,
} as const;

/** An account may be tried this many times as often from all addresses together as from one: who knows only an address cannot lock its owner out cheaply. */
const addressesPerAccount = 10;

export type LimitSettings = {
  /** An ioredis client that fails at once while it has no connection. */
  readonly redis: unknown;
  readonly redisPrefix: string;
  readonly signIn: SignInLimits;
};

/**
 * Counts of failed attempts in Redis, shared by all replicas. While Redis is away each replica counts for itself, so
 * that people can still sign in and guessing is still slow.
 *
 * Attempts of an account are counted before the secret is compared and given back afterwards: a hundred guesses sent
 * at once are a hundred attempts. An address is counted only by failures, since one address may be a school.
 */
export function createAttemptLimits({ redis, redisPrefix, signIn }: LimitSettings): AttemptLimits {
  const limiter = (name: string, points: number) =>
    createLimiter(redis, `${redisPrefix}identity:limit:${name}`, points);
  const pairs = limiter('pair', signIn.perAccount);
  const accounts = limiter('account', signIn.perAccount * addressesPerAccount);
  const addresses = limiter('address', signIn.perAddress);
  const requests: Record<RequestKind, RateLimiterRedis> = {
    signUpFromAddress: limiter('sign-up', requestLimits.signUpFromAddress),
    providerSignInFromAddress: limiter('provider', requestLimits.providerSignInFromAddress),
    passwordResetFromAddress: limiter('reset-address', requestLimits.passwordResetFromAddress),
    passwordResetForAccount: limiter('reset-account', requestLimits.passwordResetForAccount),
  };

  return {
    async begin(address, account) {
      const accountKey = keyOf(account);
      const pairKey = `${accountKey}:${address}`;
      const failures = await addresses.get(address);
      if (failures && failures.consumedPoints >= signIn.perAddress)
        throw exceeded('SIGN_IN_ATTEMPTS_EXCEEDED', failures);
      await consume(pairs, pairKey, 'SIGN_IN_ATTEMPTS_EXCEEDED');
      try {
        await consume(accounts, accountKey, 'SIGN_IN_ATTEMPTS_EXCEEDED');
      } catch (error) {
        await pairs.reward(pairKey);
        throw error;
      }
      return {
        async succeeded() {
          await Promise.all([pairs.delete(pairKey), accounts.reward(accountKey)]);
        },
        async failed() {
          await addresses.penalty(address);
        },
        async undecided() {
          await Promise.all([pairs.reward(pairKey), accounts.reward(accountKey)]);
        },
      };
    },
    async countRequest(kind, key) {
      await consume(requests[kind], keyOf(key), 'AUTH_REQUESTS_EXCEEDED');
    },
  };
}

function createLimiter(storeClient: unknown, keyPrefix: string, points: number): RateLimiterRedis {
  const insuranceLimiter = new RateLimiterMemory({ keyPrefix, points, duration: windowSeconds });
  return new RateLimiterRedis({ storeClient, keyPrefix, points, duration: windowSeconds, insuranceLimiter });
}

type LimitCode = 'SIGN_IN_ATTEMPTS_EXCEEDED' | 'AUTH_REQUESTS_EXCEEDED';

async function consume(limiter: RateLimiterRedis, key: string, code: LimitCode): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw exceeded(code, error);
    throw error;
  }
}

function exceeded(code: LimitCode, state: RateLimiterRes): LecternError {
  return authErrors.make(code, { facts: { retryAfterSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1_000)) } });
}

/** E-mail addresses are nobody's business in Redis. */
function keyOf(text: string): string {
  return createHash('sha256').update(text.trim().toLowerCase()).digest('base64url').slice(0, 22);
}
