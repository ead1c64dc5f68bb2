import { LecternError } from '@lectern/errors';
import type { Viewer } from '@lectern/request-signing';
import type { Clock } from '@lectern/runtime';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { KeySet } from './key-set.ts';
import { readScopes } from './read-scopes.ts';
import type { Revocations } from './revocations.ts';
import { viewerErrors } from './viewer.errors.ts';

/** A viewer, what the credential allows by name, and when it ends (milliseconds since 1970). */
export type TimedViewer = {
  readonly viewer: Extract<Viewer, { kind: 'USER' }>;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
};

/** Throws TOKEN_EXPIRED, TOKEN_INVALID or AUTHENTICATION_UNAVAILABLE. */
export type TokenVerifier = (token: string) => Promise<TimedViewer>;

type Known = TimedViewer & { readonly issuedAt: number };

/**
 * Tokens kept after their signature was checked, so that it is checked once and not with every request: a cohort's,
 * with those that were renewed meanwhile, at 1 KB each.
 */
const tokensMax = 50_000;
const clockToleranceSeconds = 5;
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'RS256', 'PS256'];

export function createTokenVerifier(options: {
  readonly keys: KeySet;
  readonly issuer: string;
  readonly audience: string;
  readonly revocations: Revocations;
  readonly clock: Clock;
}): TokenVerifier {
  const { keys, issuer, audience, revocations, clock } = options;
  const known = new LRUCache<string, Known>({ max: tokensMax });
  const running = new Map<string, Promise<Known>>();

  async function verify(token: string): Promise<Known> {
    try {
      // Three quarters of its CPU are Ed25519 itself, off this thread; `verify` of node:crypto would save a tenth, and
      // take all of it from this one.
      const { payload } = await jwtVerify(token, keys.find, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(clock.now()),
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      const viewer = readClaims(payload);
      known.set(token, viewer);
      return viewer;
    } catch (cause) {
      if (cause instanceof LecternError) throw cause;
      throw viewerErrors.make(cause instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', { cause });
    }
  }

  /** A client that opens its page sends several requests at once. */
  function verifyOnce(token: string): Promise<Known> {
    const begun = running.get(token) ?? verify(token).finally(() => running.delete(token));
    running.set(token, begun);
    return begun;
  }

  return async (token) => {
    const found = known.get(token) ?? (await verifyOnce(token));
    if (found.expiresAt <= clock.now() || revocations.isRevoked(found.viewer, found.issuedAt)) {
      known.delete(token);
      throw viewerErrors.make('TOKEN_EXPIRED');
    }
    return found;
  };
}

function readClaims(claims: JWTPayload): Known {
  const { sub, exp, iat, sid, roles } = claims;
  if (!sub || exp === undefined || iat === undefined) throw viewerErrors.make('TOKEN_INVALID');
  return {
    viewer: {
      kind: 'USER',
      id: sub,
      roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
      via: typeof sid === 'string' ? sid : 'token',
    },
    scopes: readScopes(claims),
    expiresAt: (exp + clockToleranceSeconds) * 1_000,
    issuedAt: iat * 1_000,
  };
}
