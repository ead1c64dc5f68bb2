import { anonymous, type Viewer } from '@lectern/request-signing';
import type { ApiKeyLookUp } from './look-up-api-key.ts';
import type { TokenVerifier } from './verify-token.ts';
import { viewerErrors } from './viewer.errors.ts';

export type Credentials = {
  /** The Authorization header. */
  readonly authorization?: string | undefined;
  readonly apiKey?: string | undefined;
};

export type Authenticated = {
  readonly viewer: Viewer;
  /** What the credential allows by name, as `@requiresScopes` asks for it. API keys have none. */
  readonly scopes: readonly string[];
  /** Milliseconds since 1970; undefined where the credential has no end of its own. */
  readonly expiresAt?: number;
};

export type Authenticator = {
  /** Who sends these credentials; anonymous only when there are none. Throws an error of `viewer.errors.ts`. */
  authenticate(credentials: Credentials, requestId: string): Promise<Authenticated>;
  /**
   * The same for a cookie, which a browser sends without being asked: a bad one counts as none, or an expired one
   * would keep its owner from the very address that renews it.
   */
  authenticateCookie(token: string): Promise<Authenticated>;
};

/** Whoever sends no credentials. */
export const nobody: Authenticated = { viewer: anonymous, scopes: [] };

export function createAuthenticator(deps: {
  readonly verifyToken: TokenVerifier;
  readonly lookUpApiKey: ApiKeyLookUp;
}): Authenticator {
  return {
    async authenticate({ authorization, apiKey }, requestId) {
      if (authorization !== undefined) {
        const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
        if (token === undefined) throw viewerErrors.make('TOKEN_INVALID');
        return deps.verifyToken(token);
      }
      if (apiKey !== undefined) return { viewer: await deps.lookUpApiKey(apiKey, requestId), scopes: [] };
      return nobody;
    },
    async authenticateCookie(token) {
      try {
        return await deps.verifyToken(token);
      } catch {
        return nobody;
      }
    },
  };
}
