import { apiKey } from '@better-auth/api-key';
import { genericOAuth, jwt } from 'better-auth/plugins';
import type { OidcProvider } from '../oidc/oidc-provider.ts';
import type { AuthDeps, AuthSettings } from './auth.ts';
import { requireAccess } from './auth-hooks.ts';
import { authTables } from './auth-tables.ts';

export const tokenAudience = 'lectern';
export const tokenMinutes = 10;

const daySeconds = 86_400;
/** How long a replaced key still verifies; tokens live only minutes, so this is for caches and clocks. */
const jwksGraceSeconds = daySeconds;

/** JWTs of ten minutes with the roles of the account, and the keys that sign them. */
export function accessTokens(settings: AuthSettings, deps: AuthDeps) {
  return jwt({
    disableSettingJwtHeader: true,
    schema: { jwks: authTables.jwks },
    jwks: {
      keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' },
      rotationInterval: settings.jwksRotationDays * daySeconds,
      gracePeriod: jwksGraceSeconds,
    },
    jwt: {
      issuer: settings.publicUrl,
      audience: tokenAudience,
      expirationTime: `${tokenMinutes}m`,
      definePayload: async ({ user, session }) => ({
        roles: (await requireAccess(deps, user.id)).roles,
        sid: session.id,
      }),
    },
    adapter: { createJwk: deps.createSigningKey },
  });
}

/** Keys with which programs act for their owner; made and verified only by our own code. */
export function apiKeys() {
  return apiKey({
    schema: { apikey: authTables.apikey },
    defaultPrefix: 'lectern_',
    startingCharactersConfig: { charactersLength: 14 },
    requireName: true,
    maximumNameLength: 80,
    keyExpiration: { minExpiresIn: 0, maxExpiresIn: 3_650 },
    // The gateway limits operations by key; better-auth's default is 10 requests a day.
    rateLimit: { enabled: false },
  });
}

/** The providers people may sign in through. */
export function oidcSignIn(providers: readonly OidcProvider[]) {
  return genericOAuth({ config: providers.map(oauthConfigOf) });
}

function oauthConfigOf(provider: OidcProvider) {
  return {
    providerId: provider.id,
    name: provider.name,
    discoveryUrl: provider.discoveryUrl,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    scopes: provider.scopes,
    disableSignUp: !provider.createsAccounts,
    requireIdTokenVerification: true,
    // Signing out of Lectern is not signing out of the school's mail.
    disableProviderLogout: true,
    mapProfileToUser: (profile: { name?: string | undefined; email?: string | null | undefined }) => ({
      name: profile.name || (profile.email ?? '').split('@')[0] || 'New account',
    }),
  };
}
